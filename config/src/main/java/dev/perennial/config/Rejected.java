package dev.perennial.config;

import java.util.List;

/// The new configuration cannot be used; the one in force has not been touched.
///
/// @param errors all that is wrong, at least one
public record Rejected(List<ConfigError> errors) implements ChangeResult {

  /// Copies the list.
  public Rejected {
    errors = List.copyOf(errors);
  }
}
