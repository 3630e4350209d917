package dev.perennial.config;

/// Any text; with `quotes`, a pair of them around it is taken off.
record TextType(boolean quotes) implements ValueType {

  @Override
  public Object convert(String text) throws BadValue {
    if (!quotes || text.isEmpty() || !isQuote(text.charAt(0))) {
      return text;
    }
    int last = text.length() - 1;
    if (last == 0 || text.charAt(last) != text.charAt(0)) {
      throw new BadValue("has an opening quote and no closing one");
    }
    return text.substring(1, last);
  }

  private static boolean isQuote(char sign) {
    return sign == '"' || sign == '\'';
  }

  @Override
  public String description() {
    return "string value";
  }

  @Override
  public String placeholder() {
    return "TEXT";
  }

  @Override
  public boolean acceptsEmpty() {
    return true;
  }

  @Override
  public boolean mayHaveCommas() {
    return true;
  }
}
