package dev.perennial.config;

/// A value that stands in a file under an old name.
///
/// @param value the value
/// @param heir the option that takes it, and the rank of the name among its old names
record OldUse(RawValue value, Registry.Heir heir) {

  OptionKey old() {
    return value.key();
  }

  OptionKey present() {
    return heir.option().key();
  }

  /// Counted from 0.
  int line() {
    return value.origin() instanceof Origin.InFile place ? place.line() - 1 : -1;
  }

  String where() {
    return value.origin() instanceof Origin.InFile place
        ? place.file() + ":" + place.line() + ": "
        : "";
  }
}
