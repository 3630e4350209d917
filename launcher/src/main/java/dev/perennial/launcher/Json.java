package dev.perennial.launcher;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Writes JSON: the status of a program, for which the runtime core needs no library.
final class Json {

  /// Text that is JSON already.
  ///
  /// @param text one value
  record Raw(String text) {}

  private Json() {}

  /// Writes a value made of maps (in their order), lists, strings, numbers and booleans.
  static String write(Object value) {
    return write(value, UnaryOperator.identity());
  }

  /// Writes such a value with its texts, but not the names in its maps, as they may be shown.
  static String write(Object value, UnaryOperator<String> shown) {
    StringBuilder out = new StringBuilder();
    write(value, shown, out);
    return out.toString();
  }

  private static void write(Object value, UnaryOperator<String> shown, StringBuilder out) {
    switch (value) {
      case Map<?, ?> map -> writeMap(map, shown, out);
      case List<?> list -> writeList(list, shown, out);
      case Number number -> out.append(number);
      case Raw raw -> out.append(raw.text());
      case Boolean flag -> out.append(flag);
      default -> writeString(shown.apply(value.toString()), out);
    }
  }

  private static void writeMap(Map<?, ?> map, UnaryOperator<String> shown, StringBuilder out) {
    out.append('{');
    for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        entries.hasNext(); ) {
      Map.Entry<?, ?> entry = entries.next();
      writeString(String.valueOf(entry.getKey()), out);
      out.append(':');
      write(entry.getValue(), shown, out);
      out.append(entries.hasNext() ? "," : "");
    }
    out.append('}');
  }

  private static void writeList(List<?> list, UnaryOperator<String> shown, StringBuilder out) {
    out.append('[');
    for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
      write(items.next(), shown, out);
      out.append(items.hasNext() ? "," : "");
    }
    out.append(']');
  }

  private static void writeString(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
