package dev.perennial.config;

import java.io.Serial;
import java.util.List;

/// Thrown by the constructor of an option record when values are good one by one but not together.
///
/// The configuration error made from it says where each named option got its value. A plain
/// [IllegalArgumentException] works too, and then all options of the record that were set are
/// named.
public final class OptionConflict extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient List<String> options;

  /// Says what does not fit.
  ///
  /// @param message the rule that is broken
  /// @param options names of the options concerned, as written in files
  public OptionConflict(String message, String... options) {
    super(message);
    this.options = List.of(options);
  }

  /// The same conflict of options whose names have something before them.
  OptionConflict named(String prefix) {
    return prefix.isEmpty()
        ? this
        : new OptionConflict(
            String.valueOf(getMessage()),
            options.stream().map(prefix::concat).toArray(String[]::new));
  }

  /// {@return the names of the options concerned}
  public List<String> options() {
    return options;
  }
}
