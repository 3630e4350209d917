package dev.perennial.config;

/// One assignment as it was written, not yet converted. Section and name are kept as written too.
record RawValue(String section, String name, String text, Origin origin) {

  OptionKey key() {
    return OptionKey.of(section, name);
  }

  /// Leaves the text out: nobody knows yet whether it is secret.
  @Override
  public String toString() {
    return key() + " from " + origin;
  }
}
