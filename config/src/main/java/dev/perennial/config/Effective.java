package dev.perennial.config;

/// What an option is: its typed value, the text that it came from, and where that stood.
record Effective(OptionSpec option, Object value, String text, Origin origin) {

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
