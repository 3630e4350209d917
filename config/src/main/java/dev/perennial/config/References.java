package dev.perennial.config;

/// References to other options in a text: `$name`, `${name}`, `$group.name` and `${group.name}`.
///
/// A name begins with a letter or an underscore and goes on with letters, digits, underscores and
/// dots, as far as it can: `${a}.b` is the way to put a dot behind a reference. `$$` and `\$` are a
/// plain dollar. A dollar before anything else is left alone. What came from the file of a secret
/// is between marks ([#literal]) and means nothing but itself.
final class References {
  /// References in references can make a short text very long.
  static final int LONGEST = 1 << 20;

  /// Stands before and behind a literal. It is half a character, twice, which no text that was read
  /// from a file can have.
  private static final String MARK = "\ud800\ud800";

  /// Stands for a text that nobody here knows: a literal of nothing.
  static final String UNKNOWN = MARK + MARK;

  private static final Lookup REFUSING =
      new Lookup() {
        @Override
        public String textOf(String name) throws BadValue {
          throw BadValue.TOLD;
        }
      };

  private References() {}

  /// Finds what a reference stands for.
  interface Lookup {
    String textOf(String name) throws BadValue;
  }

  static boolean areIn(String text) {
    if (text.indexOf('$') < 0) {
      return false;
    }
    try {
      expand(text, REFUSING);
      return false;
    } catch (BadValue found) {
      return true;
    }
  }

  /// The text, which has no references, with its escapes replaced.
  static String unescaped(String text) throws BadValue {
    return text.indexOf('$') < 0 ? text : expand(text, REFUSING);
  }

  /// {@return a text that [#expand] makes of it again, whatever stands beside it}
  static String literal(String text) {
    return text.isEmpty() ? text : MARK + text + MARK;
  }

  /// {@return the text with everything replaced} What is put in is not looked at again.
  static String expand(String text, Lookup lookup) throws BadValue {
    if (text.indexOf('$') < 0 && !text.contains(MARK)) {
      return text;
    }
    StringBuilder expanded = new StringBuilder();
    boolean literal = false;
    for (int from = 0; from <= text.length(); literal = !literal) {
      int mark = text.indexOf(MARK, from);
      int end = mark < 0 ? text.length() : mark;
      String part = text.substring(from, end);
      if (literal && part.isEmpty()) {
        throw BadValue.UNKNOWN;
      }
      if (literal) {
        expanded.append(part);
      } else {
        expand(part, expanded, lookup);
      }
      from = end + MARK.length();
    }
    return expanded.toString();
  }

  private static void expand(String part, StringBuilder expanded, Lookup lookup) throws BadValue {
    String doubled = part.replace("\\$", "$$");
    int i = 0;
    while (i < doubled.length()) {
      if (doubled.charAt(i) == '$') {
        i = dollar(doubled, i + 1, expanded, lookup);
      } else {
        expanded.append(doubled.charAt(i++));
      }
      if (expanded.length() > LONGEST) {
        throw new BadValue("becomes longer than " + LONGEST + " characters by its references");
      }
    }
  }

  /// Handles what follows a dollar, and returns where to go on.
  private static int dollar(String text, int i, StringBuilder expanded, Lookup lookup)
      throws BadValue {
    char next = i < text.length() ? text.charAt(i) : ' ';
    if (next == '$') {
      expanded.append('$');
      return i + 1;
    }
    int start = next == '{' ? i + 1 : i;
    int end = endOfName(text, start);
    boolean closed = next != '{' || (end < text.length() && text.charAt(end) == '}');
    if (end == start || !closed) {
      expanded.append('$');
      return i;
    }
    expanded.append(lookup.textOf(text.substring(start, end)));
    return next == '{' ? end + 1 : end;
  }

  private static int endOfName(String text, int start) {
    int end = start;
    while (end < text.length() && isInName(text.charAt(end), end == start)) {
      end++;
    }
    return end;
  }

  private static boolean isInName(char sign, boolean first) {
    return (sign >= 'a' && sign <= 'z')
        || (sign >= 'A' && sign <= 'Z')
        || sign == '_'
        || (!first && (sign == '.' || (sign >= '0' && sign <= '9')));
  }
}
