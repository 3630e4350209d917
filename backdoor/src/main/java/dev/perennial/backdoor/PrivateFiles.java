package dev.perennial.backdoor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Files that nobody else can read, and that nobody can make us write elsewhere: in the temporary
/// directory others may have put a file or a symbolic link in our place before.
final class PrivateFiles {

  private static final FileAttribute<?> DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /// Writes the content of a file.
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private PrivateFiles() {}

  /// A new directory of mode 0700 in the temporary directory.
  static Path directory() throws IOException {
    return Files.createTempDirectory("perennial", DIRECTORY);
  }

  /// Writes a new file of mode 0600 beside the place and renames it, so that the place has the
  /// whole content or none. What stood there is replaced, a symbolic link itself and not what it
  /// points to.
  static void write(Path place, Content content) throws IOException {
    Path draft =
        Files.createTempFile(place.toAbsolutePath().resolveSibling(""), ".perennial", ".new", FILE);
    try {
      try (OutputStream out = Files.newOutputStream(draft)) {
        content.writeTo(out);
      }
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
