package dev.perennial.rpc.rabbitmq;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How long the machine has been up, including the time for which it was suspended.
final class Uptime {

  private static final Path FILE = Path.of("/proc/uptime");

  private Uptime() {}

  /// Reads it.
  ///
  /// @return empty where the system does not tell
  static Optional<Duration> read() {
    return read(FILE);
  }

  /// Reads it from a file as the system writes it: `12345.67 54321.00`, in seconds.
  static Optional<Duration> read(Path file) {
    try {
      double seconds = Double.parseDouble(Files.readString(file).split(" ", 2)[0]);
      return Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
    } catch (IOException | NumberFormatException unknown) {
      return Optional.empty();
    }
  }
}
