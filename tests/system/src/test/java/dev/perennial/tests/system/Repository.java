package dev.perennial.tests.system;

import java.nio.file.Files;
import java.nio.file.Path;

/// The checkout that is tested, which has the scripts.
final class Repository {

  private Repository() {}

  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("bin/find-jdk"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
