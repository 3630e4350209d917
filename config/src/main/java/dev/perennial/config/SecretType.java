package dev.perennial.config;

/// Any text, never to be printed.
record SecretType() implements ValueType {

  @Override
  public Object convert(String text) {
    return Secret.of(text);
  }

  @Override
  public String description() {
    return "string value";
  }

  @Override
  public String placeholder() {
    return "SECRET";
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
