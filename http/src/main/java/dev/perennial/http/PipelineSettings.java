package dev.perennial.http;

import java.util.Map;
import java.util.Optional;

/// What a file of pipelines tells the factory of one section.
///
/// @param global the values of `[DEFAULT]`, with `here`, the directory of the file, and `__file__`
/// @param local the values of the section itself
public record PipelineSettings(Map<String, String> global, Map<String, String> local) {

  /// Keeps copies.
  public PipelineSettings {
    global = Map.copyOf(global);
    local = Map.copyOf(local);
  }

  /// A value of the section.
  ///
  /// @param key the key
  /// @return its value, or nothing
  public Optional<String> get(String key) {
    return Optional.ofNullable(local.get(key));
  }

  /// A value of the section without which nothing can be made.
  ///
  /// @param key the key
  /// @return its value
  /// @throws IllegalArgumentException saying which key is missing
  public String require(String key) {
    return get(key).orElseThrow(() -> new IllegalArgumentException("'" + key + "' is missing"));
  }
}
