package dev.perennial.cli;

import dev.perennial.config.ConfigError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Why a command ends with another exit code than 0, in words for an operator.
final class CommandFailure extends Exception {

  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int NOT_RUNNING = 3;
  static final int CONFIGURATION = 78;

  private static final long serialVersionUID = 1;

  private final int exitCode;

  private CommandFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  static CommandFailure failed(String message) {
    return new CommandFailure(FAILED, message);
  }

  static CommandFailure usage(String message) {
    return new CommandFailure(USAGE, message);
  }

  static CommandFailure notRunning(String message) {
    return new CommandFailure(NOT_RUNNING, message);
  }

  /// A file that could not be written. What the JDK says of it is often its name alone.
  static CommandFailure unwritable(Path file, IOException failure) {
    String why =
        switch (failure) {
          case NoSuchFileException _ -> "no such directory to write in";
          case AccessDeniedException _ -> "permission denied";
          case FileSystemException told when told.getReason() != null -> told.getReason();
          default -> String.valueOf(failure.getMessage());
        };
    return failed("cannot write " + file + ": " + why);
  }

  /// @param exitCode [#USAGE] or [#CONFIGURATION]
  static CommandFailure configuration(int exitCode, List<ConfigError> errors) {
    String separator = System.lineSeparator() + "perennial: ";
    return new CommandFailure(
        exitCode,
        errors.stream().map(ConfigError::toString).collect(Collectors.joining(separator)));
  }

  int exitCode() {
    return exitCode;
  }
}
