package dev.perennial.testing;

import dev.perennial.config.Candidate;
import dev.perennial.config.Config;
import dev.perennial.config.ConfigException;
import dev.perennial.config.ConfigSnapshot;

/// Changes options of a configuration for the time of a test, and puts everything back when closed.
///
/// ```java
/// try (ConfigOverrides overrides = ConfigOverrides.of(config)) {
///   overrides.set("database", "max_pool_size", "9");
///   // everybody who asks the configuration sees 9, and listeners have been called
/// }
/// ```
///
/// A value set here is stronger than any file, variable or argument. Immutable options change too:
/// what was made from them before does not notice. A test that runs beside others has a
/// configuration of its own. Not thread-safe; whoever reads the configuration may be on any thread.
public final class ConfigOverrides implements AutoCloseable {
  private final Config config;
  private final ConfigSnapshot before;

  private ConfigOverrides(Config config) {
    this.config = config;
    this.before = config.snapshot();
  }

  /// {@return overrides without effect yet}
  ///
  /// @param config what to change
  public static ConfigOverrides of(Config config) {
    return new ConfigOverrides(config);
  }

  /// Sets an option, at once, in place of all that it was set to before.
  ///
  /// @param section the section, in any letter case
  /// @param option the name as in files
  /// @param texts the value as in files; several, or none, for an option with repeated keys
  /// @return these overrides
  /// @throws IllegalArgumentException if there is no such option
  /// @throws ConfigException if the option or its group does not accept the value; then nothing has
  ///   changed
  public ConfigOverrides set(String section, String option, String... texts) {
    config.commit(config.prepareOverride(section, option, texts));
    return this;
  }

  /// Puts back what was in force when these overrides were made. Closing again has no effect.
  @Override
  public void close() {
    ConfigSnapshot now = config.snapshot();
    Candidate restored = config.prepare(before.asGeneration(now.generation() + 1));
    if (!restored.change().isEmpty()) {
      config.commit(restored);
    }
  }
}
