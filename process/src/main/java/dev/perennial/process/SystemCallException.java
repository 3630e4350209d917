package dev.perennial.process;

import dev.perennial.config.FileReason;
import java.io.IOException;
import java.io.Serial;
import java.util.Map;

/// A call of the operating system that failed.
public final class SystemCallException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  /// The address is in use.
  static final int EADDRINUSE = 98;

  /// The address is not one of this machine's.
  static final int EADDRNOTAVAIL = 99;

  private static final int EMSGSIZE = 90;
  private static final int EACCES = 13;
  private static final Map<Integer, String> TEXTS =
      Map.ofEntries(
          Map.entry(1, "not permitted"),
          Map.entry(2, "no such file or directory"),
          Map.entry(3, "no such process"),
          Map.entry(7, "argument list too long"),
          Map.entry(10, "no child processes"),
          Map.entry(11, "resource temporarily unavailable"),
          Map.entry(12, "out of memory"),
          Map.entry(EACCES, "permission denied"),
          Map.entry(16, "device or resource busy"),
          Map.entry(17, "file exists"),
          Map.entry(20, "not a directory"),
          Map.entry(21, "is a directory"),
          Map.entry(22, "invalid argument"),
          Map.entry(23, "too many open files in the system"),
          Map.entry(24, "too many open files"),
          Map.entry(28, "no space left on device"),
          Map.entry(30, "read-only file system"),
          Map.entry(36, "name too long"),
          Map.entry(40, "too many levels of symbolic links"),
          Map.entry(EMSGSIZE, "message too long"),
          Map.entry(97, "address family not supported"),
          Map.entry(EADDRINUSE, "address in use"),
          Map.entry(EADDRNOTAVAIL, "address not available on this machine"),
          Map.entry(111, "connection refused"));

  private final int error;

  SystemCallException(String function, int error) {
    super(function + ": " + textOf(error));
    this.error = error;
  }

  /// The error number of the kernel.
  ///
  /// @return `errno`
  public int error() {
    return error;
  }

  /// Whether a datagram is larger than the kernel lets through.
  ///
  /// @return whether sending it again is of no use
  public boolean isTooLong() {
    return error == EMSGSIZE;
  }

  boolean isPermissionDenied() {
    return error == EACCES || error == 1;
  }

  /// A failure in words for an operator, without the names of functions, classes and files.
  ///
  /// @param failure of a system call or of a file
  /// @return a short phrase
  public static String reasonOf(IOException failure) {
    return switch (failure) {
      case SystemCallException call -> call.reason();
      default -> FileReason.of(failure);
    };
  }

  /// The failure in words, without the name of the function.
  ///
  /// @return a short phrase
  public String reason() {
    return textOf(error);
  }

  private static String textOf(int error) {
    return TEXTS.getOrDefault(error, "error " + error);
  }
}
