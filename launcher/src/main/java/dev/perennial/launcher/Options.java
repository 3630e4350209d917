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
    return new Options(
        stateDirectory(options, config.programName()),
        Duration.ofSeconds(options.bootTimeout()),
        options.bindRetries());
  }

  private static Path stateDirectory(LauncherOptions options, String program) throws IOException {
    return options.stateDir().isPresent()
        ? StateDirectory.prepare(options.stateDir().get())
        : StateDirectory.prepareDefault(System.getenv(), program);
  }
}
