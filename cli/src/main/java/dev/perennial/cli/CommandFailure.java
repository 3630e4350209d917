package dev.perennial.cli;

/// Why a command ends with another exit code than 0, in words for an operator.
final class CommandFailure extends Exception {

  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int NOT_RUNNING = 3;

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

  int exitCode() {
    return exitCode;
  }
}
