package dev.perennial.config;

/// The lines of a text, one after the other, without white space at their ends. Parts of a line are
/// found by their place in the text and copied only on demand, since most lines of a large file say
/// nothing to a program that uses a few of its options.
final class IniLines {
  private final String text;

  /// Files without CR need not be searched for it line by line.
  private final boolean hasReturns;

  private int next;
  private int start;
  private int end;
  private int number;

  IniLines(String text) {
    this.text = text;
    this.hasReturns = text.indexOf('\r') >= 0;
  }

  /// Goes on to the next line; one ends with LF, CR LF or CR.
  ///
  /// @return whether there is one
  boolean advance() {
    if (next >= text.length()) {
      return false;
    }
    start = next;
    number++;
    int sign = endOfLine(start);
    next = text.startsWith("\r\n", sign) ? sign + 2 : sign + 1;
    end = endOfText(start, sign);
    return true;
  }

  private int endOfLine(int from) {
    int newline = text.indexOf('\n', from);
    int last = newline < 0 ? text.length() : newline;
    int carriageReturn = hasReturns ? text.indexOf('\r', from, last) : -1;
    return carriageReturn < 0 ? last : carriageReturn;
  }

  /// The number of the line, from 1.
  int number() {
    return number;
  }

  boolean isEmpty() {
    return start == end;
  }

  boolean isIndented() {
    return begins(' ') || begins('\t');
  }

  boolean isComment() {
    return begins('#') || begins(';');
  }

  boolean begins(char sign) {
    return start < end && text.charAt(start) == sign;
  }

  /// The place of the first `=` or `:`, or -1.
  int sign() {
    int equals = text.indexOf('=', start, end);
    int colon = text.indexOf(':', start, equals < 0 ? end : equals);
    return colon < 0 ? equals : colon;
  }

  char at(int place) {
    return text.charAt(place);
  }

  /// Where the text before a place ends, without the white space between. The line must not be
  /// indented.
  int endBefore(int place) {
    return endOfText(start, place);
  }

  /// What stands between two places.
  String between(int from, int to) {
    return text.substring(from, to);
  }

  /// Whether somebody wants the value whose name stands between two places.
  boolean isWanted(Interest interest, int from, int to) {
    return interest.inValueOf(text, from, to);
  }

  /// The place of the first sign at a place or behind that is no white space; the end of the line
  /// if there is none.
  int textFrom(int place) {
    int from = place;
    while (from < end && isSpace(text.charAt(from))) {
      from++;
    }
    return from;
  }

  /// What stands at a place and behind.
  String from(int place) {
    return text.substring(place, end);
  }

  /// The place of the first sign of the line.
  int start() {
    return start;
  }

  String whole() {
    return text.substring(start, end);
  }

  /// The column of a place, counted from 1 as an editor does.
  int column(int place) {
    return text.codePointCount(start, place) + 1;
  }

  private int endOfText(int from, int to) {
    int last = to;
    while (last > from && isSpace(text.charAt(last - 1))) {
      last--;
    }
    return last;
  }

  /// White space in the Unicode sense, which in Java is the union of two ideas and one sign more.
  static boolean isSpace(char c) {
    if (c > ' ' && c < '\u007f') {
      return false;
    }
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }
}
