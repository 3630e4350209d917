package dev.perennial.config;

/// What an option is: its typed value, the text that it came from, and where that stood.
record Effective(OptionSpec option, Object value, String text, Origin origin) {
  private static final Object NOT_KNOWN = new Object();

  /// A value that only the running program will see. It has no text, and belongs into no record.
  static Effective unknown(OptionSpec option, Origin origin) {
    return new Effective(option.asSecret(), NOT_KNOWN, "", origin);
  }

  boolean isKnown() {
    return value != NOT_KNOWN;
  }

  /// The text as it may be shown to anybody.
  String shown() {
    return option.shown(text);
  }

  boolean isSet() {
    return !(origin instanceof Origin.Default);
  }

  @Override
  public String toString() {
    return option.key() + " = " + Quoted.onOneLine(shown()) + " (" + origin + ")";
  }
}
