package dev.perennial.launcher;

import dev.perennial.process.ListeningSocket;
import dev.perennial.process.LockFile;
import dev.perennial.process.SystemCallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where a running program keeps its control socket: a directory that only its user can enter.
public final class StateDirectory {

  /// Name of the control socket in the directory.
  public static final String CONTROL_SOCKET = "control.sock";

  private static final String LOCK = "lock";
  private static final PrivateDirectory KIND =
      new PrivateDirectory("the state directory", "[launcher] state_dir");

  private StateDirectory() {}

  /// The directory that holds the state directories of all programs of this user.
  ///
  /// @param environment the environment of the process
  /// @return `$XDG_RUNTIME_DIR/perennial`, or without that variable a directory named after the
  ///   user in the temporary directory
  /// @throws IllegalArgumentException in words for an operator, if that variable has no path
  public static Path base(Map<String, String> environment) {
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (runtime.isEmpty()) {
      return Path.of(System.getProperty("java.io.tmpdir"), "perennial-" + userName());
    }
    try {
      return Path.of(runtime).resolve("perennial");
    } catch (InvalidPathException unusable) {
      throw new IllegalArgumentException(
          "XDG_RUNTIME_DIR is no path: " + PathText.reason(unusable), unusable);
    }
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
    return KIND.prepare(absolute);
  }

  /// Makes or checks the directory of a program that has named none.
  ///
  /// @param environment the environment of the process
  /// @param program name of the program
  /// @return its absolute path
  /// @throws IOException in words for an operator, also if [#base] is not the user's
  static Path prepareDefault(Map<String, String> environment, String program) throws IOException {
    Path base;
    try {
      base = base(environment);
    } catch (IllegalArgumentException unusable) {
      throw new IOException(unusable.getMessage() + "; " + KIND.choose(), unusable);
    }
    return prepare(KIND.prepareParent(base).resolve(program));
  }

  /// Whether a directory, such as [#base], is there, and nobody but the user of this process can
  /// put anything into it.
  ///
  /// @param directory where
  /// @return whether what is found in it is the user's own
  public static boolean isOwn(Path directory) {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      KIND.prepareParent(directory);
      return true;
    } catch (IOException isOthers) {
      return false;
    }
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
      throw KIND.mistake(directory, "cannot be used: " + SystemCallException.reasonOf(refused));
    }
  }

  private static IOException taken(Path directory, Optional<Long> pid) {
    String who = "is in use by process " + pid.map(Object::toString).orElse("of unknown number");
    return KIND.mistake(directory, who, "stop that one, or " + KIND.choose());
  }

  private static void requireRoomForSocket(Path directory) throws IOException {
    String socket = directory.resolve(CONTROL_SOCKET).toString();
    int length = socket.getBytes(StandardCharsets.UTF_8).length;
    if (length > ListeningSocket.MAX_UNIX_PATH) {
      throw KIND.mistake(
          directory,
          "has too long a path: that of its control socket would have "
              + length
              + " bytes, a UNIX socket allows "
              + ListeningSocket.MAX_UNIX_PATH);
    }
  }

  private static String userName() {
    return System.getProperty("user.name", "unknown");
  }
}
