package dev.perennial.config;

/// One assignment as it was written, not yet converted. Section and name are kept as written too.
record RawValue(String section, String name, String text, Origin origin) {

  OptionKey key() {
    return OptionKey.of(section, name);
  }

  /// The same value for another option.
  RawValue named(OptionKey key) {
    return new RawValue(key.section(), key.name(), text, origin);
  }

  /// Whether both come from one file or one source.
  boolean isBeside(RawValue other) {
    if (origin instanceof Origin.InFile here && other.origin instanceof Origin.InFile there) {
      return here.file().equals(there.file());
    }
    return origin instanceof Origin.InSource here
        && other.origin instanceof Origin.InSource there
        && here.source().equals(there.source());
  }

  /// Leaves the text out: nobody knows yet whether it is secret.
  @Override
  public String toString() {
    return key() + " from " + origin;
  }
}
