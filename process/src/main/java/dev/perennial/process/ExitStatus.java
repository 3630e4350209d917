package dev.perennial.process;

/// How a process ended.
public sealed interface ExitStatus {

  /// The status in words.
  ///
  /// @return such as `exit 1` or `signal 9 (KILL)`
  String text();

  /// The end by itself.
  ///
  /// @param code the exit code, 0 to 255
  record Exited(int code) implements ExitStatus {
    @Override
    public String text() {
      return "exit " + code;
    }
  }

  /// The end by a signal.
  ///
  /// @param signal its number
  record Killed(int signal) implements ExitStatus {
    @Override
    public String text() {
      return "signal " + signal + nameOf(signal);
    }

    private static String nameOf(int signal) {
      return switch (signal) {
        case 6 -> " (ABRT)";
        case 9 -> " (KILL)";
        case 11 -> " (SEGV)";
        case 15 -> " (TERM)";
        default -> "";
      };
    }
  }

  /// Reads the status word of `waitpid`.
  ///
  /// @param word the word
  /// @return the status
  static ExitStatus ofWaitStatus(int word) {
    int signal = word & 0x7f;
    return signal == 0 ? new Exited(word >> 8 & 0xff) : new Killed(signal);
  }
}
