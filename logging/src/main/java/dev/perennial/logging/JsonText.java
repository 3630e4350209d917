package dev.perennial.logging;

import java.util.Map;

/// Values as JSON: texts, numbers, booleans, maps, and lists of them.
final class JsonText {

  private JsonText() {}

  static void append(StringBuilder out, Object value) {
    switch (value) {
      case Number number -> out.append(number);
      case Boolean truth -> out.append(truth);
      case Map<?, ?> map -> {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          append(out.append(separator), entry.getKey());
          append(out.append(": "), entry.getValue());
          separator = ", ";
        }
        out.append(map.isEmpty() ? "{}" : "}");
      }
      case Iterable<?> list -> {
        out.append('[');
        String separator = "";
        for (Object item : list) {
          append(out.append(separator), item);
          separator = ", ";
        }
        out.append(']');
      }
      default -> quote(out, value.toString());
    }
  }

  private static void quote(StringBuilder out, String text) {
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
          if (c < ' ' || Character.isSurrogate(c)) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
