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
///    │ ▲                     │ bad line, value that nobody wants
///    │ └─── any good line ─┐ ▼
///    └────── the same ───▶ SKIPPED   (indented lines belong to it: no second error)
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
  private final IniLines lines;
  private final Interest interest;
  private final Problems problems;
  private final List<IniFile.Header> headers = new ArrayList<>();
  private final List<RawValue> values = new ArrayList<>();
  private final List<IniFile.Name> otherNames = new ArrayList<>();
  private final List<IniFile.Remark> remarks = new ArrayList<>();

  private Place place = Place.BEFORE_SECTIONS;
  private Collecting collecting = Collecting.NOTHING;
  private String section = "";
  private String normalSection = "";
  private boolean namesWanted;
  private String key = "";
  private String value = "";

  /// The lines of the value that follow the first, each with a line feed before it.
  private final StringBuilder moreOfValue = new StringBuilder();

  private Origin valueOrigin = new Origin.Default();

  private IniReader(String file, String text, Interest interest, Problems problems) {
    this.file = file;
    this.interest = interest;
    this.lines = new IniLines(text);
    this.problems = problems;
  }

  /// {@return what could be understood and is wanted; what is bad is in the problems}
  static IniFile read(String file, String text, Interest interest, Problems problems) {
    IniReader reader = new IniReader(file, text, interest, problems);
    while (reader.lines.advance()) {
      reader.line();
    }
    reader.close();
    return new IniFile(
        List.of(file), reader.headers, reader.values, reader.otherNames, reader.remarks);
  }

  private void line() {
    if (lines.isIndented()) {
      continuation();
      return;
    }
    close();
    if (lines.begins('[')) {
      header(lines.whole());
    } else if (!lines.isEmpty() && !lines.isComment()) {
      assignment();
    }
  }

  private void continuation() {
    int from = lines.textFrom(lines.start());
    switch (collecting) {
      case VALUE -> {
        String text = lines.from(from);
        moreOfValue.append('\n').append(text);
        remarkComment(text, lines.column(from));
      }
      case NOTHING ->
          bad(
              lines.column(from),
              "indented line, but there is no value to continue",
              "an empty line or a comment ends a value; start at the first column");
      case SKIPPED -> {}
    }
  }

  /// Allowed, but hardly ever meant.
  private void remarkComment(String text, int column) {
    if (text.startsWith("#") || text.startsWith(";")) {
      remarks.add(
          new IniFile.Remark(
              file + " [" + section + "] " + key,
              ConfigError.at(
                  at(column),
                  "this line is no comment: it belongs to the value of " + Quoted.of(key),
                  "a comment begins in the first column")));
    }
  }

  private void header(String line) {
    if (!line.endsWith("]")) {
      lost(
          "section header " + headerStart(line) + " does not end with ']'",
          line.indexOf(']') > 0 ? "nothing may follow the bracket, not even a comment" : "");
    } else if (line.length() == 2) {
      lost("section header without a name", "");
    } else {
      place = Place.IN_SECTION;
      section = line.substring(1, line.length() - 1);
      normalSection = OptionKey.normalSection(section);
      namesWanted = interest.inNamesOf(normalSection);
      headers.add(new IniFile.Header(section, at(1)));
    }
  }

  private static String headerStart(String line) {
    int bracket = line.indexOf(']');
    return Quoted.of(bracket > 0 ? line.substring(0, bracket + 1) : line);
  }

  private void assignment() {
    int sign = lines.sign();
    if (sign < 0) {
      bad(1, "neither '=' nor ':' in the line" + startOf(lines.whole()), "");
      return;
    }
    // Only space and tab continue a value; other white space may stand before a name.
    int from = lines.textFrom(lines.start());
    int end = lines.endBefore(sign);
    if (end <= from) {
      bad(1, "no name before '" + lines.at(sign) + "'", "");
    } else if (place == Place.BEFORE_SECTIONS) {
      String name = Quoted.of(lines.between(from, end));
      lost(name + " is set before any section", "write [DEFAULT] above it");
    } else if (place == Place.LOST) {
      collecting = Collecting.SKIPPED;
    } else if (lines.isWanted(interest, from, end)) {
      begin(lines.between(from, end), lines.textFrom(sign + 1));
    } else {
      passOver(from, end);
    }
  }

  private void passOver(int from, int endOfName) {
    if (namesWanted) {
      OptionKey other = new OptionKey(normalSection, lines.between(from, endOfName));
      otherNames.add(new IniFile.Name(other, at(1)));
    }
    collecting = Collecting.SKIPPED;
  }

  private void begin(String name, int from) {
    key = name;
    value = withoutQuotes(lines.from(from));
    valueOrigin = at(lines.column(from));
    collecting = Collecting.VALUE;
  }

  /// Ends the value that was being collected, if any.
  private void close() {
    if (collecting == Collecting.VALUE) {
      String text = moreOfValue.isEmpty() ? value : value + moreOfValue;
      values.add(new RawValue(new OptionKey(normalSection, key), text, valueOrigin));
      moreOfValue.setLength(0);
    }
    collecting = Collecting.NOTHING;
  }

  /// What is missing may stand in the lines that follow.
  private void lost(String text, String hint) {
    place = Place.LOST;
    problems.addUnread(ConfigError.at(at(1), text, hint));
    collecting = Collecting.SKIPPED;
  }

  private void bad(int column, String text, String hint) {
    problems.add(ConfigError.at(at(column), text, hint));
    collecting = Collecting.SKIPPED;
  }

  private Origin at(int column) {
    return new Origin.InFile(file, lines.number(), column);
  }

  /// Only a plain word is repeated in a message: anything else could be a piece of a secret.
  private static String startOf(String line) {
    int end = 0;
    while (end < line.length() && isInPlainWord(line.charAt(end), end == 0)) {
      end++;
    }
    boolean plain =
        end > 0
            && end <= LONGEST_WORD
            && (end == line.length() || IniLines.isSpace(line.charAt(end)));
    return plain ? " that starts with " + Quoted.of(line.substring(0, end)) : "";
  }

  private static boolean isInPlainWord(char sign, boolean first) {
    return (sign >= 'a' && sign <= 'z') || (!first && (sign == '_' || sign == '-'));
  }

  /// Looks at the ends only; a single quote sign is both ends at once, and leaves nothing.
  private static String withoutQuotes(String text) {
    if (text.isEmpty() || (text.charAt(0) != '"' && text.charAt(0) != '\'')) {
      return text;
    }
    boolean closed = text.charAt(text.length() - 1) == text.charAt(0);
    return closed ? text.substring(1, Math.max(1, text.length() - 1)) : text;
  }
}
