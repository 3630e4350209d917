package dev.perennial.rpc.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The directory of an address, into which nobody else may look or put one.
final class PrivateDirectory {

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private PrivateDirectory() {}

  /// @throws IOException in words for an operator, if there is none, it belongs to somebody else or
  ///   is open to others
  static void require(Path directory) throws IOException {
    require(directory, uid(Path.of("/proc/self")));
  }

  /// The same for a process of some user.
  static void require(Path directory, int user) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw mistake(directory, "is no directory: make it, with mode 0700");
    }
    int owner = uid(directory);
    if (owner != user) {
      throw mistake(directory, "belongs to the user " + owner + ", this process to " + user);
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
    if (!permissions.equals(PRIVATE)) {
      throw mistake(
          directory,
          "has mode " + PosixFilePermissions.toString(permissions) + " instead of rwx------");
    }
  }

  private static int uid(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid");
  }

  private static IOException mistake(Path directory, String what) {
    return new IOException("[embedded_broker] directory " + directory + " " + what);
  }
}
