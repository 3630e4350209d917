package dev.perennial.tests.system;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A place that a program under test comes to and does not pass before the test says so: a
/// directory from which each who passes takes a file. Without the directory all pass.
///
/// @param directory in which the files are
record Gate(Path directory) {

  private static final int LOOK_MILLIS = 5;

  /// Closes it, for those who come from now on.
  static Gate close(Path directory) throws IOException {
    return new Gate(Files.createDirectory(directory));
  }

  void letOnePass() throws IOException {
    Files.createTempFile(directory, "pass", "");
  }

  void open() throws IOException {
    takeOne(directory);
    Files.delete(directory);
  }

  /// Waits until it may go on.
  static void pass(Path directory) throws IOException, InterruptedException {
    while (Files.isDirectory(directory) && !takeOne(directory)) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private static boolean takeOne(Path directory) throws IOException {
    try (DirectoryStream<Path> passes = Files.newDirectoryStream(directory)) {
      for (Path pass : passes) {
        if (Files.deleteIfExists(pass)) {
          return true;
        }
      }
      return false;
    } catch (java.nio.file.NoSuchFileException opened) {
      return true;
    }
  }
}
