package dev.perennial.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes a [Config] for a test: no files, no arguments, no environment.
///
/// ```java
/// Config config = Config.forTesting(Database.class).set("database", "pool_size", "9").build();
/// ```
///
/// Reloading such a configuration reads the same values again, so the change is empty. To try a
/// real change, build a second one and pass its snapshot to [Config#prepare]. Not thread-safe.
public final class TestingConfigBuilder {
  private final List<RawValue> values = new ArrayList<>();
  private final Registry registry;

  TestingConfigBuilder(List<Class<? extends Record>> groups) {
    this.registry = Registry.of(groups.stream().<GroupSpec>map(GroupSpec::of).toList());
  }

  TestingConfigBuilder(GroupSpec group) {
    this.registry = Registry.EMPTY.with(group);
  }

  /// Sets an option. Setting it again replaces the value, or adds one where keys are repeated.
  ///
  /// @param section the section, in any letter case
  /// @param option the name as in files
  /// @param value the text as in files
  /// @return this builder
  /// @throws IllegalArgumentException if no registered group declares the option
  public TestingConfigBuilder set(String section, String option, String value) {
    OptionKey key = registry.require(OptionKey.of(section, option)).key();
    values.add(new RawValue(key, value, new Origin.Code()));
    return this;
  }

  /// {@return the configuration, generation 1}
  ///
  /// @throws ConfigException with all errors, as from files
  public Config build() {
    List<RawValue> fixed = List.copyOf(values);
    ConfigSnapshot snapshot = new ConfigSnapshot(ConfigSnapshot.FIRST_GENERATION, fixed);
    BoundSnapshot first = BoundSnapshot.of(registry, snapshot, new Problems());
    RawSource source = new RawSource.Fixed(fixed);
    return new Config(
        "testing", List.of(), List.of(), registry, source, TestingConfigBuilder::existing, first);
  }

  // There are no directories to look in.
  private static Optional<Path> existing(String name) {
    return Optional.of(Path.of(name)).filter(path -> path.isAbsolute() && Files.exists(path));
  }
}
