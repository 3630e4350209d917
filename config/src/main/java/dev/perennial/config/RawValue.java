package dev.perennial.config;

/// One assignment, not yet converted.
record RawValue(OptionKey key, String text, Origin origin) {

  /// The same value for another option.
  RawValue named(OptionKey other) {
    return new RawValue(other, text, origin);
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
    return key + " from " + origin;
  }
}
