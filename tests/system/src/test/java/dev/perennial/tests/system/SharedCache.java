package dev.perennial.tests.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The AOT cache that the programs of all tests start their workers from. It is trained before the
/// first of them, so that no training goes on beside a test.
final class SharedCache {

  /// Training gives way to everybody else, so it takes long where much is going on.
  static final Duration LIMIT = Duration.ofMinutes(15);

  private static boolean trained;

  private SharedCache() {}

  static Path directory() {
    return Path.of("target", "aot").toAbsolutePath();
  }

  /// Trains it in the first call of the test run.
  static synchronized void train(ProgramFile file) throws IOException {
    if (trained) {
      return;
    }
    trained = true;
    Files.createDirectories(file.directory());
    try (Program program = Program.start(file.api(1))) {
      Waiting.until("a trained cache", LIMIT, () -> program.status().aotCache().equals("ready"));
      program.stop();
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }
}
