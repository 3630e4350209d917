package dev.perennial.launcher;

import dev.perennial.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// What both launchers read from the configuration.
///
/// @param stateDirectory made and checked
/// @param bootTimeout of a worker
/// @param bindRetries how many attempts to bind an address may fail
record Options(Path stateDirectory, Duration bootTimeout, int bindRetries) {

  static Options of(Config config) throws IOException {
    LauncherOptions options = config.get(LauncherOptions.class);
    Path directory =
        options
            .stateDir()
            .orElseGet(() -> StateDirectory.base(System.getenv()).resolve(config.programName()));
    return new Options(
        StateDirectory.prepare(directory),
        Duration.ofSeconds(options.bootTimeout()),
        options.bindRetries());
  }
}
