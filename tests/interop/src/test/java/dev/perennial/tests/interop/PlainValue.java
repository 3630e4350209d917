package dev.perennial.tests.interop;

import dev.perennial.config.IntRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Values of both sides as plain objects that can be compared.
final class PlainValue {

  private PlainValue() {}

  /// A value of ours; nothing is null.
  static @Nullable Object of(Object value) {
    return switch (value) {
      case Optional<?> optional -> optional.isPresent() ? of(optional.get()) : null;
      case OptionalInt optional ->
          optional.isPresent() ? (Object) (long) optional.getAsInt() : null;
      case Integer number -> number.longValue();
      case IntRange range -> List.of((long) range.first(), (long) range.last());
      case List<?> list -> list.stream().map(PlainValue::of).toList();
      case Map<?, ?> map -> {
        Map<Object, @Nullable Object> plain = new LinkedHashMap<>();
        map.forEach((key, item) -> plain.put(key, of(item)));
        yield plain;
      }
      case Long _, Double _, Boolean _, String _ -> value;
      default -> value.toString();
    };
  }

  /// A value of theirs.
  static @Nullable Object of(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL -> null;
      case BOOLEAN -> node.asBoolean();
      case NUMBER ->
          node.isFloatingPointNumber()
              ? (Object) node.asDouble()
              : node.canConvertToLong() ? (Object) node.asLong() : node.asString();
      case ARRAY -> {
        List<@Nullable Object> items = new java.util.ArrayList<>();
        node.forEach(item -> items.add(of(item)));
        yield items;
      }
      case OBJECT -> {
        Map<Object, @Nullable Object> pairs = new LinkedHashMap<>();
        node.properties().forEach(pair -> pairs.put(pair.getKey(), of(pair.getValue())));
        yield pairs;
      }
      default -> node.asString();
    };
  }
}
