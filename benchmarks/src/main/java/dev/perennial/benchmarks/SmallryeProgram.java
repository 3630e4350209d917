package dev.perennial.benchmarks;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// Loads 300 options in ten groups with SmallRye Config, for [ConfigBenchmark]. It is asked for
/// what [ConfigProgram] does: read one file, make one object of each group, leave unknown keys
/// alone.
final class SmallryeProgram {

  /// A group.
  @ConfigMapping(prefix = "group0", namingStrategy = ConfigMapping.NamingStrategy.VERBATIM)
  interface G0 extends SmallryeOptions {}

  /// A group.
  @ConfigMapping(prefix = "group1", namingStrategy = ConfigMapping.NamingStrategy.VERBATIM)
  interface G1 extends SmallryeOptions {}

  /// A group.
  @ConfigMapping(prefix = "group2", namingStrategy = ConfigMapping.NamingStrategy.VERBATIM)
  interface G2 extends SmallryeOptions {}

  /// A group.
  @ConfigMapping(prefix = "group3", namingStrategy = ConfigMapping.NamingStrategy.VERBATIM)
  interface G3 extends SmallryeOptions {}

  /// A group.
  @ConfigMapping(prefix = "group4", namingStrategy = ConfigMapping.NamingStrategy.VERBATIM)
  interface G4 extends SmallryeOptions {}

  /// A group.
  @ConfigMapping(prefix = "group5", namingStrategy = ConfigMapping.NamingStrategy.VERBATIM)
  interface G5 extends SmallryeOptions {}

  /// A group.
  @ConfigMapping(prefix = "group6", namingStrategy = ConfigMapping.NamingStrategy.VERBATIM)
  interface G6 extends SmallryeOptions {}

  /// A group.
  @ConfigMapping(prefix = "group7", namingStrategy = ConfigMapping.NamingStrategy.VERBATIM)
  interface G7 extends SmallryeOptions {}

  /// A group.
  @ConfigMapping(prefix = "group8", namingStrategy = ConfigMapping.NamingStrategy.VERBATIM)
  interface G8 extends SmallryeOptions {}

  /// A group.
  @ConfigMapping(prefix = "group9", namingStrategy = ConfigMapping.NamingStrategy.VERBATIM)
  interface G9 extends SmallryeOptions {}

  private SmallryeProgram() {}

  /// Runs it.
  ///
  /// @param args as for [ConfigTiming]
  public static void main(String[] args) {
    ConfigTiming.run(
        args,
        new ConfigTiming.Load() {
          @Override
          public int run() {
            return load(args[1]);
          }
        });
  }

  private static int load(String file) {
    try {
      SmallRyeConfigBuilder builder =
          new SmallRyeConfigBuilder()
              .withSources(new PropertiesConfigSource(Path.of(file).toUri().toURL()))
              .withValidateUnknown(false);
      for (Class<?> group :
          new Class<?>[] {
            G0.class, G1.class, G2.class, G3.class, G4.class, G5.class, G6.class, G7.class,
            G8.class, G9.class
          }) {
        builder.withMapping(group);
      }
      SmallRyeConfig config = builder.build();
      return config.getConfigMapping(G0.class).number0()
          + config.getConfigMapping(G9.class).number0();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
