package dev.perennial.config;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes maps, lists, texts, numbers and booleans as JSON; an empty `Optional` is null. Reading is
/// nobody's business here, so no library is needed.
final class JsonText {
  private final StringBuilder text = new StringBuilder();

  private JsonText() {}

  static String of(Object tree) {
    JsonText json = new JsonText();
    json.value(tree, "\n");
    return json.text.append('\n').toString();
  }

  /// A text between double quotes, in ASCII.
  static String string(String value) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char sign = value.charAt(i);
      switch (sign) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\t' -> text.append("\\t");
        default -> text.append(sign < ' ' || sign > '~' ? "\\u%04x".formatted((int) sign) : sign);
      }
    }
    return text.append('"').toString();
  }

  private void value(Object value, String lineEnd) {
    switch (value) {
      case Map<?, ?> map -> {
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        block(
            '{',
            '}',
            entries,
            lineEnd,
            (entry, end) -> {
              text.append(string(entry.getKey().toString())).append(": ");
              value(entry.getValue(), end);
            });
      }
      case List<?> list -> block('[', ']', list.iterator(), lineEnd, this::value);
      case String string -> text.append(string(string));
      case Optional<?> _ -> text.append("null");
      default -> text.append(value);
    }
  }

  /// Writes one entry of a map or list.
  private interface Entry<T> {
    void write(T entry, String lineEnd);
  }

  private <T> void block(
      char open, char close, Iterator<T> entries, String lineEnd, Entry<? super T> entry) {
    text.append(open);
    if (entries.hasNext()) {
      String inner = lineEnd + "  ";
      text.append(inner);
      entry.write(entries.next(), inner);
      while (entries.hasNext()) {
        text.append(',').append(inner);
        entry.write(entries.next(), inner);
      }
      text.append(lineEnd);
    }
    text.append(close);
  }
}
