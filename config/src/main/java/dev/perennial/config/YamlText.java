package dev.perennial.config;

import dev.perennial.config.json.JsonText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Writes maps, lists, texts, numbers and booleans as YAML in block style; an empty `Optional` is
/// null. A text that is not plainly a word stands in double quotes, in the escapes of JSON, which
/// every YAML reader knows.
final class YamlText {
  /// Begins with a letter, and contains nothing that could mean something to YAML.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./ -]*(?<! )");

  /// Words that some readers take for booleans or nothing.
  private static final Pattern WORD =
      Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|nan|inf");

  private final StringBuilder text = new StringBuilder();

  private YamlText() {}

  static String of(Map<String, Object> tree) {
    YamlText yaml = new YamlText();
    yaml.map(tree, 0, false);
    return yaml.text.toString();
  }

  /// @param begun whether the first line has its indentation already
  private void map(Map<?, ?> map, int depth, boolean begun) {
    boolean first = begun;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      text.append(first ? "" : " ".repeat(depth)).append(scalar(entry.getKey())).append(':');
      value(entry.getValue(), depth);
      first = false;
    }
  }

  private void value(Object value, int depth) {
    switch (value) {
      case Map<?, ?> map when !map.isEmpty() -> {
        text.append('\n');
        map(map, depth + 2, false);
      }
      case List<?> list when !list.isEmpty() -> {
        text.append('\n');
        list(list, depth, false);
      }
      default -> text.append(' ').append(scalar(value)).append('\n');
    }
  }

  private void list(List<?> list, int depth, boolean begun) {
    boolean first = begun;
    for (Object item : list) {
      text.append(first ? "" : " ".repeat(depth)).append("- ");
      switch (item) {
        case Map<?, ?> map when !map.isEmpty() -> map(map, depth + 2, true);
        case List<?> inner when !inner.isEmpty() -> list(inner, depth + 2, true);
        default -> text.append(scalar(item)).append('\n');
      }
      first = false;
    }
  }

  private static String scalar(Object value) {
    return switch (value) {
      case String string -> isPlain(string) ? string : JsonText.string(string);
      case Optional<?> _ -> "null";
      case Map<?, ?> _ -> "{}";
      case List<?> _ -> "[]";
      default -> value.toString();
    };
  }

  private static boolean isPlain(String text) {
    return PLAIN.matcher(text).matches() && !WORD.matcher(text).matches();
  }
}
