package dev.perennial.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The lines of a file, with their ends, while it is being rewritten. Lines keep their numbers,
/// counted from 0, until the text is put together.
final class FileLines {
  private final List<String> lines;
  private final String newline;

  /// The last header of each section.
  private final Map<String, Integer> headers = new LinkedHashMap<>();

  /// What moves below the header of a section.
  private final Map<String, StringBuilder> moved = new LinkedHashMap<>();

  FileLines(String text, List<IniFile.Header> headers) {
    this.lines = new ArrayList<>(List.of(text.split("(?<=\n)|(?<=\r)(?!\n)")));
    this.newline = text.contains("\r\n") ? "\r\n" : "\n";
    for (IniFile.Header header : headers) {
      if (header.origin() instanceof Origin.InFile place) {
        this.headers.put(OptionKey.normalSection(header.section()), place.line() - 1);
      }
    }
  }

  /// Exchanges the name of an assignment. White space before it goes.
  void rename(int line, String from, String to) {
    int end = lines.get(line).indexOf(from) + from.length();
    lines.set(line, to + lines.get(line).substring(end));
  }

  /// Makes an assignment a comment.
  void comment(int line) {
    for (int i = line; i < endOf(line); i++) {
      lines.set(i, "#" + lines.get(i));
    }
  }

  /// Moves an assignment to another section, with the comment right above it.
  void move(int line, String section) {
    StringBuilder block = moved.computeIfAbsent(section, _ -> new StringBuilder());
    int end = endOf(line);
    for (int i = startOf(line); i < end; i++) {
      block.append(closed(lines.get(i)));
      lines.set(i, "");
    }
  }

  private int startOf(int line) {
    int start = line;
    while (start > 0 && (begins(start - 1, '#') || begins(start - 1, ';'))) {
      start--;
    }
    return start;
  }

  /// Behind the indented lines that belong to the value.
  private int endOf(int line) {
    int end = line + 1;
    while (end < lines.size()
        && (begins(end, ' ') || begins(end, '\t'))
        && !lines.get(end).isBlank()) {
      end++;
    }
    return end;
  }

  private boolean begins(int line, char sign) {
    return !lines.get(line).isEmpty() && lines.get(line).charAt(0) == sign;
  }

  /// The last line of a file may lack its end.
  private String closed(String line) {
    return line.endsWith("\n") || line.endsWith("\r") || line.isEmpty() ? line : line + newline;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      text.append(lines.get(i));
      for (Map.Entry<String, StringBuilder> block : moved.entrySet()) {
        if (Integer.valueOf(i).equals(headers.get(block.getKey()))) {
          close(text);
          text.append(block.getValue());
        }
      }
    }
    for (Map.Entry<String, StringBuilder> block : moved.entrySet()) {
      if (!headers.containsKey(block.getKey())) {
        close(text);
        text.append(newline).append('[').append(block.getKey()).append(']').append(newline);
        text.append(block.getValue());
      }
    }
    return text.toString();
  }

  private void close(StringBuilder text) {
    if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
      text.append(newline);
    }
  }
}
