package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Runs lines as somebody at a terminal would.
final class Shell {

  private static final long PATIENCE_SECONDS = 60;

  private final Path directory;

  /// @param directory for outputs, and the first place where commands are looked for
  Shell(Path directory) {
    this.directory = directory;
  }

  /// Runs a line of a shell, which has to succeed.
  ///
  /// @return what it printed
  String run(String line) throws IOException, InterruptedException {
    return run(new ProcessBuilder("sh", "-c", line), line);
  }

  /// Runs lines of Python, which have to succeed.
  ///
  /// @return what they printed
  String python(String lines) throws IOException, InterruptedException {
    return run(new ProcessBuilder("/usr/bin/python3", "-c", lines), lines);
  }

  private String run(ProcessBuilder builder, String what) throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "output", ".txt");
    builder.environment().merge("PATH", "", (path, _) -> directory + ":" + path);
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = builder.start();
    try {
      assertTrue(
          process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS),
          () -> what + " did not end; so far: " + text(output));
      assertEquals(0, process.exitValue(), () -> what + ": " + text(output));
      return text(output);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String text(Path output) {
    try {
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
