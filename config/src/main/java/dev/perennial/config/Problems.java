package dev.perennial.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects errors on the way, so that a person sees all of them after one try. The same error
/// found twice is one error.
final class Problems {
  private final Set<ConfigError> errors = new LinkedHashSet<>();
  private boolean allRead = true;

  void add(ConfigError error) {
    errors.add(error);
  }

  /// Adds that a file, a part of it or a source could not be read: what was to be in it is not
  /// known then.
  void addUnread(ConfigError error) {
    add(error);
    allRead = false;
  }

  /// Whether an option that is set nowhere is really missing.
  boolean allRead() {
    return allRead;
  }

  List<ConfigError> all() {
    return List.copyOf(errors);
  }

  void throwIfAny() {
    if (!errors.isEmpty()) {
      throw new ConfigException(all());
    }
  }
}
