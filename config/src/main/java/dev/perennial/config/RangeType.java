package dev.perennial.config;

/// `n` or `n-m`; either may be negative, as in `-3--1`.
record RangeType() implements ValueType {

  @Override
  public Object convert(String text) throws BadValue {
    int dash = text.indexOf('-', 1);
    int first = number(dash < 0 ? text : text.substring(0, dash));
    return new IntRange(first, dash < 0 ? first : number(text.substring(dash + 1)));
  }

  private static int number(String text) throws BadValue {
    String digits = text.startsWith("-") ? text.substring(1) : text;
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        throw noRange();
      }
    }
    if (digits.isEmpty() || (digits.startsWith("0") && digits.length() > 1)) {
      throw noRange();
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException tooLong) {
      throw new BadValue("does not fit into 32 bits");
    }
  }

  private static BadValue noRange() {
    return new BadValue("is not a range", "write n or n-m, without spaces or leading zeros");
  }

  @Override
  public String description() {
    return "range value";
  }

  @Override
  public String placeholder() {
    return "RANGE";
  }
}
