package dev.perennial.benchmarks;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigBuilder;
import dev.perennial.config.Group;
import dev.perennial.config.Inline;
import dev.perennial.config.UnknownKeys;

/// Loads a file with 300 options in ten groups, for [ConfigBenchmark].
final class ConfigProgram {

  @Group("group0")
  record G0(@Inline ThirtyOptions options) {}

  @Group("group1")
  record G1(@Inline ThirtyOptions options) {}

  @Group("group2")
  record G2(@Inline ThirtyOptions options) {}

  @Group("group3")
  record G3(@Inline ThirtyOptions options) {}

  @Group("group4")
  record G4(@Inline ThirtyOptions options) {}

  @Group("group5")
  record G5(@Inline ThirtyOptions options) {}

  @Group("group6")
  record G6(@Inline ThirtyOptions options) {}

  @Group("group7")
  record G7(@Inline ThirtyOptions options) {}

  @Group("group8")
  record G8(@Inline ThirtyOptions options) {}

  @Group("group9")
  record G9(@Inline ThirtyOptions options) {}

  private ConfigProgram() {}

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
    ConfigBuilder program =
        Config.program("benchmark")
            .unknownKeys(UnknownKeys.IGNORE)
            .groups(
                G0.class, G1.class, G2.class, G3.class, G4.class, G5.class, G6.class, G7.class,
                G8.class, G9.class);
    Config config = program.load(new String[] {"--config-file", file});
    return config.get(G0.class).options().number0() + config.get(G9.class).options().number0();
  }
}
