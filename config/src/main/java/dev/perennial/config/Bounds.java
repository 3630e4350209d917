package dev.perennial.config;

/// The pair of signs that a list or a map may stand in.
enum Bounds {
  NONE(' ', ' '),
  BRACKETS('[', ']'),
  BRACES('{', '}');

  private final char open;
  private final char close;

  Bounds(char open, char close) {
    this.open = open;
    this.close = close;
  }

  /// {@return what stands between the signs}
  String inside(String text) throws BadValue {
    if (this == NONE) {
      return text;
    }
    int last = text.length() - 1;
    if (last < 1 || text.charAt(0) != open || text.charAt(last) != close) {
      throw new BadValue("does not stand between " + open + " and " + close);
    }
    return text.substring(1, last);
  }
}
