package dev.perennial.launcher;

import dev.perennial.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// What both launchers read from the configuration.
///
/// @param stateDirectory made and checked
/// @param bootTimeout of a worker
record Options(Path stateDirectory, Duration bootTimeout) {

  static Options of(Config config) throws IOException {
    LauncherOptions options = config.get(LauncherOptions.class);
    Path directory =
        options
            .stateDir()
            .orElseGet(() -> StateDirectory.base(System.getenv()).resolve(config.programName()));
    return new Options(
        StateDirectory.prepare(directory), Duration.ofSeconds(options.bootTimeout()));
  }
}
