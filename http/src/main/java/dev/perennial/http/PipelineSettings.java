package dev.perennial.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

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

  /// Refuses what a factory does not read, which would be without effect otherwise.
  ///
  /// @param known the keys that it reads
  /// @throws IllegalArgumentException naming a key that is none of these, with a remedy
  void requireOnly(String... known) {
    String all = String.join(", ", known);
    for (String key : new TreeSet<>(local.keySet())) {
      if (key.startsWith("oslo_config_")) {
        throw new IllegalArgumentException(
            ("'%s' is not offered, options of a program are not read here: take it out, and write"
                    + " what they say into this section (%s)")
                .formatted(key, all));
      }
      if (!List.of(known).contains(key)) {
        throw new IllegalArgumentException(
            "'%s' is no setting here, but these are: %s".formatted(key, all));
      }
    }
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
