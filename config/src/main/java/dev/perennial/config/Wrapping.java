package dev.perennial.config;

import java.util.ArrayList;
import java.util.List;

/// Breaks paragraphs at spaces. Line breaks that are there stay; a word that is too long for a line
/// stands alone in one.
final class Wrapping {
  private Wrapping() {}

  /// @param width the longest line, prefix included; 0 means that nothing is broken
  /// @param prefix stands before every line; before an empty one without its trailing space
  static List<String> lines(String text, int width, String prefix) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      wrap(line.stripTrailing(), width == 0 ? Integer.MAX_VALUE : width, prefix, lines);
    }
    return lines;
  }

  private static void wrap(String text, int width, String prefix, List<String> lines) {
    String rest = text;
    while (prefix.length() + rest.length() > width) {
      int end = lastSpace(rest, width - prefix.length());
      if (end < 0) {
        break;
      }
      lines.add(prefix + rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).stripLeading();
    }
    lines.add((prefix + rest).stripTrailing());
  }

  /// The last space that leaves a line not longer than the width, or else the first one after it.
  private static int lastSpace(String text, int width) {
    int indentation = text.length() - text.stripLeading().length();
    int before = text.lastIndexOf(' ', Math.max(0, width));
    return before > indentation ? before : text.indexOf(' ', Math.max(indentation, width));
  }
}
