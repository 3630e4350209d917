package dev.perennial.config;

import java.util.List;
import java.util.Optional;

/// What a program would say of its files.
///
/// @param errors why it would not start, and what it would not understand
/// @param warnings what it would only mention, such as names that are out of use; a line each
/// @param config what it would run on; absent when there are errors. A group with a credential that
///   is not known here cannot be got from it
public record ConfigCheck(
    List<ConfigError> errors, List<String> warnings, Optional<Config> config) {

  /// Copies the lists.
  public ConfigCheck {
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }
}
