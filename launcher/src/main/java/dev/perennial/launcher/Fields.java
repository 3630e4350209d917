package dev.perennial.launcher;

import java.util.ArrayList;
import java.util.List;

/// Words of one line on the control socket. A word may hold anything; what would break the line is
/// escaped with a backslash.
///
/// Thread-safe; public because the operators' command speaks the same lines.
public final class Fields {

  private Fields() {}

  /// Writes words as one line.
  ///
  /// @param words the words; each stands in the line as its text
  /// @return the line, without its end
  public static String join(Object... words) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < words.length; i++) {
      line.append(i == 0 ? "" : " ");
      escape(words[i].toString(), line);
    }
    return line.toString();
  }

  /// Reads the words of a line.
  ///
  /// @param line as [#join(Object...)] writes it
  /// @return the words, at least one
  public static List<String> split(String line) {
    List<String> words = new ArrayList<>();
    for (String word : line.split(" ", -1)) {
      words.add(unescape(word));
    }
    return words;
  }

  private static void escape(String word, StringBuilder line) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      switch (c) {
        case '\\' -> line.append("\\\\");
        case ' ' -> line.append("\\s");
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        default -> line.append(c);
      }
    }
  }

  private static String unescape(String word) {
    if (word.indexOf('\\') < 0) {
      return word;
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      plain.append(c == '\\' && i + 1 < word.length() ? meaning(word.charAt(++i)) : c);
    }
    return plain.toString();
  }

  private static char meaning(char escaped) {
    return switch (escaped) {
      case 's' -> ' ';
      case 'n' -> '\n';
      case 'r' -> '\r';
      default -> escaped;
    };
  }
}
