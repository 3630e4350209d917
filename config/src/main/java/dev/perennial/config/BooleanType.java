package dev.perennial.config;

/// Eight words.
record BooleanType() implements ValueType {
  private static final String[] YES = {"true", "1", "on", "yes"};
  private static final String[] NO = {"false", "0", "off", "no"};

  @Override
  public Object convert(String text) throws BadValue {
    if (isOneOf(YES, text)) {
      return true;
    }
    if (isOneOf(NO, text)) {
      return false;
    }
    throw new BadValue("is not a boolean", "use true or false");
  }

  private static boolean isOneOf(String[] words, String text) {
    for (String word : words) {
      if (word.equalsIgnoreCase(text)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String description() {
    return "boolean value";
  }

  @Override
  public String placeholder() {
    return "BOOLEAN";
  }
}
