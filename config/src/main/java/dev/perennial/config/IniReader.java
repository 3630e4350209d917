package dev.perennial.config;

import java.util.ArrayList;
import java.util.List;

/// Reads the INI dialect of OpenStack services.
///
/// ```
/// # a comment, also with ;       only in the first column
/// [section]                      nothing may follow the bracket
/// key = value                    or key: value; cut at the first of both signs
///   one more line of the value   indented by space or tab
///                                an empty line ends the value
/// other = "  kept spaces  "      one pair of equal quotes is taken off
/// ```
///
/// There are no comments behind a value, no escapes and no nesting. A line that cannot be
/// understood becomes an error, and reading goes on behind it. What is being collected:
///
/// ```
///            assignment                   empty line, comment, header
/// NOTHING ───────────────▶ VALUE ────────────────────────────────────▶ NOTHING
///    │ ▲                     │ bad line
///    │ └─── any good line ─┐ ▼
///    └────── bad line ───▶ SKIPPED   (indented lines belong to the bad line: no second error)
/// ```
final class IniReader {
  private enum Collecting {
    NOTHING,
    VALUE,
    SKIPPED
  }

  private enum Place {
    BEFORE_SECTIONS,
    IN_SECTION,
    /// Behind a broken header, or behind the complaint that there is none: nobody knows where the
    /// assignments belong, so they are dropped without more words.
    LOST
  }

  private static final int LONGEST_WORD = 32;

  private final String file;
  private final Problems problems;
  private final List<IniFile.Header> headers = new ArrayList<>();
  private final List<RawValue> values = new ArrayList<>();
  private final List<IniFile.Remark> remarks = new ArrayList<>();

  private Place place = Place.BEFORE_SECTIONS;
  private Collecting collecting = Collecting.NOTHING;
  private String section = "";
  private String key = "";
  private final List<String> valueLines = new ArrayList<>();
  private Origin valueOrigin = new Origin.Default();
  private int number;

  private IniReader(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /// {@return everything that could be understood; the rest is in the problems}
  static IniFile read(String file, String text, Problems problems) {
    IniReader reader = new IniReader(file, problems);
    reader.lines(text);
    reader.close();
    return new IniFile(
        List.copyOf(reader.headers), List.copyOf(reader.values), List.copyOf(reader.remarks));
  }

  /// A line ends with LF, CR LF or CR.
  private void lines(String text) {
    int start = 0;
    while (start < text.length()) {
      int end = start;
      while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
        end++;
      }
      line(text.substring(start, end));
      start = text.startsWith("\r\n", end) ? end + 2 : end + 1;
    }
  }

  private void line(String raw) {
    number++;
    String line = trimEnd(raw);
    if (!line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t')) {
      continuation(line);
      return;
    }
    close();
    if (line.startsWith("[")) {
      header(line);
    } else if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith(";")) {
      assignment(line);
    }
  }

  private void continuation(String line) {
    String text = trim(line);
    switch (collecting) {
      case VALUE -> {
        valueLines.add(text);
        remarkComment(line, text);
      }
      case NOTHING ->
          bad(
              columnOf(line, line.length() - text.length()),
              "indented line, but there is no value to continue",
              "an empty line or a comment ends a value; start at the first column");
      case SKIPPED -> {}
    }
  }

  /// Allowed, but hardly ever meant.
  private void remarkComment(String line, String text) {
    if (text.startsWith("#") || text.startsWith(";")) {
      Origin where = at(columnOf(line, line.length() - text.length()));
      remarks.add(
          new IniFile.Remark(
              file + " [" + section + "] " + key,
              ConfigError.at(
                  where,
                  "this line is no comment: it belongs to the value of " + Quoted.of(key),
                  "a comment begins in the first column")));
    }
  }

  private void header(String line) {
    place = Place.LOST;
    if (!line.endsWith("]")) {
      bad(
          1,
          "section header " + headerStart(line) + " does not end with ']'",
          line.indexOf(']') > 0 ? "nothing may follow the bracket, not even a comment" : "");
    } else if (line.length() == 2) {
      bad(1, "section header without a name", "");
    } else {
      place = Place.IN_SECTION;
      section = line.substring(1, line.length() - 1);
      headers.add(new IniFile.Header(section, at(1)));
    }
  }

  private static String headerStart(String line) {
    int bracket = line.indexOf(']');
    return Quoted.of(bracket > 0 ? line.substring(0, bracket + 1) : line);
  }

  private void assignment(String line) {
    int sign = firstSign(line);
    if (sign < 0) {
      bad(1, "neither '=' nor ':' in the line" + startOf(line), "");
      return;
    }
    key = trim(line.substring(0, sign));
    if (key.isEmpty()) {
      bad(1, "no name before '" + line.charAt(sign) + "'", "");
    } else if (place == Place.BEFORE_SECTIONS) {
      place = Place.LOST;
      bad(1, Quoted.of(key) + " is set before any section", "write [DEFAULT] above it");
    } else {
      begin(line, sign);
    }
  }

  private void begin(String line, int sign) {
    String text = trim(line.substring(sign + 1));
    valueLines.add(withoutQuotes(text));
    valueOrigin = at(columnOf(line, line.length() - text.length()));
    collecting = place == Place.LOST ? Collecting.SKIPPED : Collecting.VALUE;
  }

  /// Ends the value that was being collected, if any.
  private void close() {
    if (collecting == Collecting.VALUE) {
      values.add(new RawValue(section, key, String.join("\n", valueLines), valueOrigin));
    }
    valueLines.clear();
    collecting = Collecting.NOTHING;
  }

  private void bad(int column, String text, String hint) {
    problems.add(ConfigError.at(at(column), text, hint));
    collecting = Collecting.SKIPPED;
  }

  private Origin at(int column) {
    return new Origin.InFile(file, number, column);
  }

  /// Only a plain word is repeated in a message: anything else could be a piece of a secret.
  private static String startOf(String line) {
    int end = 0;
    while (end < line.length() && isInPlainWord(line.charAt(end), end == 0)) {
      end++;
    }
    boolean plain =
        end > 0 && end <= LONGEST_WORD && (end == line.length() || isSpace(line.charAt(end)));
    return plain ? " that starts with " + Quoted.of(line.substring(0, end)) : "";
  }

  private static boolean isInPlainWord(char sign, boolean first) {
    return (sign >= 'a' && sign <= 'z') || (!first && (sign == '_' || sign == '-'));
  }

  private static int firstSign(String line) {
    int equals = line.indexOf('=');
    int colon = line.indexOf(':');
    return equals < 0 || colon < 0 ? Math.max(equals, colon) : Math.min(equals, colon);
  }

  /// Looks at the ends only; a single quote sign is both ends at once, and leaves nothing.
  private static String withoutQuotes(String text) {
    if (text.isEmpty() || (text.charAt(0) != '"' && text.charAt(0) != '\'')) {
      return text;
    }
    boolean closed = text.charAt(text.length() - 1) == text.charAt(0);
    return closed ? text.substring(1, Math.max(1, text.length() - 1)) : text;
  }

  private static int columnOf(String line, int index) {
    return line.codePointCount(0, index) + 1;
  }

  private static String trim(String text) {
    int start = 0;
    while (start < text.length() && isSpace(text.charAt(start))) {
      start++;
    }
    return trimEnd(text.substring(start));
  }

  private static String trimEnd(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  /// White space in the Unicode sense, which in Java is the union of two ideas and one sign more.
  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }
}
