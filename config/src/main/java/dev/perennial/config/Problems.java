package dev.perennial.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects errors on the way, so that a person sees all of them after one try. The same error
/// found twice is one error.
final class Problems {
  private final Set<ConfigError> errors = new LinkedHashSet<>();

  void add(ConfigError error) {
    errors.add(error);
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
