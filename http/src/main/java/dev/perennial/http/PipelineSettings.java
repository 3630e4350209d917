package dev.perennial.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// What a file of pipelines tells the factory of one section.
///
/// @param global the values of `[DEFAULT]`, with `here`, the directory of the file, and `__file__`
/// @param local the values of the section itself
public record PipelineSettings(Map<String, String> global, Map<String, String> local) {

  private static final Logger LOG = System.getLogger("dev.perennial.http");

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

  /// Refuses what a factory does not read, which would be without effect otherwise. Where a Python
  /// filter looks for its options (`oslo_config_project` stands in many files) is only warned of.
  ///
  /// @param known the keys that it reads
  /// @throws IllegalArgumentException naming a key that is none of these, with a remedy
  void requireOnly(String... known) {
    String all = String.join(", ", known);
    for (String key : new TreeSet<>(local.keySet())) {
      if (key.startsWith("oslo_config_")) {
        LOG.log(
            Level.WARNING,
            "{0}: {1} = {2} has no effect: options of a program are not read here; what they say"
                + " belongs into this section ({3})",
            global.get("__file__"),
            key,
            local.get(key),
            all);
      } else if (!List.of(known).contains(key)) {
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
