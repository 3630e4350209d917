package dev.perennial.config;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// A directory of configuration files: those directly in it that end with `.conf` and are not
/// hidden, in the order of their names.
final class ConfigDirectory {
  private ConfigDirectory() {}

  /// {@return the files, or none after adding an error}
  static Set<Path> files(Path directory, Problems problems) {
    Origin whole = Origin.InFile.whole(directory.toString());
    if (!Files.exists(directory)) {
      problems.addUnread(ConfigError.at(whole, "no such directory"));
    } else if (!Files.isDirectory(directory)) {
      problems.addUnread(ConfigError.at(whole, "is a file, not a directory", "use --config-file"));
    } else {
      try {
        return sorted(directory);
      } catch (DirectoryIteratorException e) {
        addUnread(whole, Objects.requireNonNull(e.getCause()), problems);
      } catch (IOException e) {
        addUnread(whole, e, problems);
      }
    }
    return Set.of();
  }

  private static void addUnread(Origin whole, IOException failure, Problems problems) {
    problems.addUnread(
        ConfigError.at(whole, "directory cannot be read: " + FileReason.of(failure)));
  }

  private static Set<Path> sorted(Path directory) throws IOException {
    Set<Path> sorted = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (isConfiguration(file)) {
          sorted.add(file);
        }
      }
    }
    return sorted;
  }

  private static boolean isConfiguration(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".conf") && !name.startsWith(".");
  }
}
