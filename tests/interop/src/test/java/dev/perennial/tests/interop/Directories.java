package dev.perennial.tests.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Directories of tests.
final class Directories {

  private Directories() {}

  /// Deletes a directory with what is in it, as far as that is possible.
  static void delete(Path directory) {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(directory)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException | java.io.UncheckedIOException gone) {
      return;
    }
    for (Path path : paths) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException kept) {
        return;
      }
    }
  }
}
