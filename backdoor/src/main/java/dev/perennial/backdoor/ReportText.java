package dev.perennial.backdoor;

import java.util.List;
import java.util.Map;

/// A report of a process as indented lines, for a file that a person reads when the process is
/// gone.
final class ReportText {

  private static final String STEP = "  ";

  private ReportText() {}

  static String of(Map<String, Object> report) {
    StringBuilder out = new StringBuilder();
    report.forEach((name, value) -> append(name, value, "", out));
    return out.toString();
  }

  private static void append(String name, Object value, String indent, StringBuilder out) {
    out.append(indent).append(name).append(':');
    switch (value) {
      case Map<?, ?> map -> {
        out.append('\n');
        map.forEach((key, item) -> append(String.valueOf(key), item, indent + STEP, out));
      }
      case List<?> list -> {
        out.append('\n');
        list.forEach(item -> appendItem(item, indent + STEP, out));
      }
      default -> out.append(' ').append(value).append('\n');
    }
  }

  private static void appendItem(Object item, String indent, StringBuilder out) {
    if (item instanceof Map<?, ?> map) {
      out.append(indent).append("-\n");
      map.forEach((key, value) -> append(String.valueOf(key), value, indent + STEP, out));
    } else {
      out.append(indent).append("- ").append(item).append('\n');
    }
  }
}
