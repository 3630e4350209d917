package dev.perennial.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/// Where a running program keeps its control socket: a directory that only its user can enter.
public final class StateDirectory {

  /// Name of the control socket in the directory.
  public static final String CONTROL_SOCKET = "control.sock";

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private StateDirectory() {}

  /// The directory that holds the state directories of all programs of this user.
  ///
  /// @param environment the environment of the process
  /// @return `$XDG_RUNTIME_DIR/perennial`, or without that variable a directory named after the
  ///   user in the temporary directory
  public static Path base(Map<String, String> environment) {
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    return runtime.isEmpty()
        ? Path.of(System.getProperty("java.io.tmpdir"), "perennial-" + userName())
        : Path.of(runtime, "perennial");
  }

  /// Makes the directory, or checks the one that is there.
  ///
  /// @param directory where
  /// @return its absolute path
  /// @throws IOException in words for an operator, if it cannot be made, belongs to somebody else
  ///   or is open to others
  public static Path prepare(Path directory) throws IOException {
    Path absolute = directory.toAbsolutePath().normalize();
    if (!Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
      create(absolute);
    }
    check(absolute);
    return absolute;
  }

  private static void create(Path directory) throws IOException {
    try {
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
    } catch (IOException failure) {
      throw new IOException(
          "cannot create the state directory "
              + directory
              + ": "
              + failure
              + "; choose another one",
          failure);
    }
  }

  private static void check(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("the state directory " + directory + " is not a directory");
    }
    String owner = Files.getOwner(directory).getName();
    if (!owner.equals(ownerOfThisProcess())) {
      throw new IOException(
          "the state directory " + directory + " belongs to " + owner + "; choose another one");
    }
    if (!Files.getPosixFilePermissions(directory).equals(PRIVATE)) {
      throw new IOException(
          "the state directory " + directory + " is open to others; run: chmod 700 " + directory);
    }
  }

  private static String ownerOfThisProcess() throws IOException {
    return Files.getOwner(Path.of("/proc/self")).getName();
  }

  private static String userName() {
    return System.getProperty("user.name", "unknown");
  }
}
