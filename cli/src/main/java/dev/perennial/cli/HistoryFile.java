package dev.perennial.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The lines that a user typed in consoles. Nobody else can read them: an answer never has a
/// secret, but a line may.
///
/// @param path of the file
record HistoryFile(Path path) {

  private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rw-------");
  private static final FileAttribute<?> OWN_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /// In the place that the XDG Base Directory Specification has for such files.
  static HistoryFile of(Map<String, String> environment) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path base =
        state.isEmpty() || !Path.of(state).isAbsolute()
            ? Path.of(home(environment), ".local", "state")
            : Path.of(state);
    return new HistoryFile(base.resolve("perennial").resolve("console-history"));
  }

  private static String home(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "");
    return home.isEmpty() ? System.getProperty("user.home") : home;
  }

  /// Makes the file if there is none, for its owner alone.
  ///
  /// @return nothing if it cannot be had; then there is no history
  Optional<Path> prepare() {
    try {
      Files.createDirectories(path.resolveSibling(""), OWN_DIRECTORY);
      create();
      if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      Files.setPosixFilePermissions(path, OWN);
      return Optional.of(path);
    } catch (IOException withoutHistory) {
      return Optional.empty();
    }
  }

  private void create() throws IOException {
    try {
      Files.createFile(path, PosixFilePermissions.asFileAttribute(OWN));
    } catch (FileAlreadyExistsException fromBefore) {
      // It keeps its lines.
    }
  }
}
