package dev.perennial.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The records that several tests use.
final class Sample {
  private Sample() {}

  enum Mode {
    RELOAD,
    MUTATE_ALL
  }

  @Group(help = "General.")
  record Main(
      @Opt(help = "Talk more.", def = "false", mutable = true) boolean debug,
      @Opt(help = "Port.", def = "9890") @Range(min = 0, max = 65535) int bindPort,
      @Opt(help = "Host.", def = "127.0.0.1") String bindHost) {}

  @Group(value = "database", help = "Where state is kept.")
  record Database(
      @Opt(required = true, help = "URL.") Secret connection,
      @Opt(def = "1", mutable = true) @Range(min = 1) int minPoolSize,
      @Opt(def = "5", mutable = true) @Range(min = 1, max = 512) int maxPoolSize,
      @Opt(def = "30") Duration poolTimeout) {
    Database {
      if (minPoolSize > maxPoolSize) {
        throw new OptionConflict(
            "the smallest pool is larger than the largest", "min_pool_size", "max_pool_size");
      }
    }
  }

  @Group("types")
  record Types(
      @Opt(def = "x") String text,
      @Opt(def = "a") @OneOf({"a", "b", ""}) String choice,
      @Opt(def = "true") boolean flag,
      @Opt(def = "1") int number,
      @Opt(def = "5") @Range(min = 1, max = 1000000) int bounded,
      @Opt(def = "1") long wide,
      @Opt(def = "0.5") @Range(min = 0, max = 1) double ratio,
      @Opt(def = "reload") Mode mode,
      @Opt(def = "30") Duration seconds,
      @Opt(def = "30", unit = ChronoUnit.MILLIS) @Range(max = 1000) Duration millis,
      @Opt(def = "/tmp") Path path,
      @Opt List<String> names,
      @Opt(def = "1,2") List<Integer> numbers,
      @Opt(multi = true) List<String> repeated,
      @Opt Optional<String> maybe,
      @Opt Optional<Duration> maybeLong,
      @Opt OptionalInt maybeNumber,
      @Opt(secret = true, def = "") String hidden,
      @Opt Optional<Secret> token,
      @Opt Optional<Boolean> maybeFlag) {}
}
