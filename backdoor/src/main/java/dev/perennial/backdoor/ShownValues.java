package dev.perennial.backdoor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Makes every text in maps and lists one that may be shown.
final class ShownValues {

  private ShownValues() {}

  static Map<String, Object> of(Map<String, Object> values, UnaryOperator<String> shown) {
    Map<String, Object> all = new LinkedHashMap<>();
    values.forEach((name, value) -> all.put(name, value(value, shown)));
    return all;
  }

  private static Object value(Object value, UnaryOperator<String> shown) {
    return switch (value) {
      case String text -> shown.apply(text);
      case List<?> list -> list.stream().map(item -> value(item, shown)).toList();
      case Map<?, ?> map -> {
        Map<String, Object> all = new LinkedHashMap<>();
        map.forEach((name, item) -> all.put(String.valueOf(name), value(item, shown)));
        yield all;
      }
      default -> value;
    };
  }
}
