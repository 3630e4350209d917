package dev.perennial.backdoor;

import java.util.Locale;

/// Texts that can be shown: names of classes and threads may hold anything, also what a terminal
/// would obey.
final class Printable {

  private Printable() {}

  /// Leaves the ends of lines and tabs, and writes every other control character as its number.
  static String text(String text) {
    return visible(text, "\n\t");
  }

  /// Writes every control character as its number.
  static String line(String text) {
    return visible(text, "");
  }

  private static String visible(String text, String allowed) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (isShown(c) || allowed.indexOf(c) >= 0) {
            out.appendCodePoint(c);
          } else {
            out.append(String.format(Locale.ROOT, "\\u%04x", c));
          }
        });
    return out.toString();
  }

  // Format characters turn the direction of what follows; a lone surrogate is no character at all.
  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
