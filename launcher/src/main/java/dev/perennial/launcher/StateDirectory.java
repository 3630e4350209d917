package dev.perennial.launcher;

import dev.perennial.process.ListeningSocket;
import dev.perennial.process.LockFile;
import dev.perennial.process.SystemCallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where a running program keeps its control socket: a directory that only its user can enter.
public final class StateDirectory {

  /// Name of the control socket in the directory.
  public static final String CONTROL_SOCKET = "control.sock";

  private static final String LOCK = "lock";
  private static final String CHOOSE = "set [launcher] state_dir to another one";

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
  /// @throws IOException in words for an operator, if it cannot be made, belongs to somebody else,
  ///   is open to others, or has too long a path for a socket in it
  public static Path prepare(Path directory) throws IOException {
    Path absolute = directory.toAbsolutePath().normalize();
    requireRoomForSocket(absolute);
    if (!Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
      create(absolute);
    }
    check(absolute);
    return absolute;
  }

  /// Takes the directory for this process, until the lock is closed or the process ends.
  ///
  /// @param directory as [#prepare(Path)] returned it
  /// @return to be closed at the end of the program
  /// @throws IOException in words for an operator, if another program runs with it
  static LockFile claim(Path directory) throws IOException {
    Path file = directory.resolve(LOCK);
    try {
      return LockFile.tryTake(file).orElseThrow(() -> taken(directory, LockFile.holder(file)));
    } catch (FileSystemException refused) {
      throw mistake(directory, SystemCallException.reasonOf(refused), CHOOSE);
    }
  }

  private static IOException taken(Path directory, Optional<Long> pid) {
    String who = "is in use by process " + pid.map(Object::toString).orElse("of unknown number");
    return mistake(directory, who, "stop that one, or " + CHOOSE);
  }

  private static void requireRoomForSocket(Path directory) throws IOException {
    String socket = directory.resolve(CONTROL_SOCKET).toString();
    int length = socket.getBytes(StandardCharsets.UTF_8).length;
    if (length > ListeningSocket.MAX_UNIX_PATH) {
      throw mistake(
          directory,
          "has too long a path: that of its control socket would have "
              + length
              + " bytes, a UNIX socket allows "
              + ListeningSocket.MAX_UNIX_PATH,
          CHOOSE);
    }
  }

  private static void create(Path directory) throws IOException {
    try {
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
    } catch (IOException failure) {
      throw mistake(directory, "cannot be made: " + SystemCallException.reasonOf(failure), CHOOSE);
    }
  }

  private static void check(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw mistake(directory, "is not a directory", CHOOSE);
    }
    String owner = Files.getOwner(directory).getName();
    if (!owner.equals(ownerOfThisProcess())) {
      throw mistake(
          directory, "belongs to " + owner + ", this process to " + ownerOfThisProcess(), CHOOSE);
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
    if (!permissions.equals(PRIVATE)) {
      throw mistake(
          directory,
          "has mode " + PosixFilePermissions.toString(permissions) + " instead of rwx------",
          "run: chmod 700 " + directory);
    }
  }

  private static IOException mistake(Path directory, String what, String advice) {
    return new IOException("the state directory " + directory + " " + what + "; " + advice);
  }

  private static String ownerOfThisProcess() throws IOException {
    return Files.getOwner(Path.of("/proc/self")).getName();
  }

  private static String userName() {
    return System.getProperty("user.name", "unknown");
  }
}
