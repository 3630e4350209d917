package dev.perennial.service;

/// What a program tells whoever started it: in one plain line on standard error, which a terminal
/// and `systemctl status` show wherever the log goes.
///
/// The log gets it too. A log that goes to standard error itself leaves out what has been told
/// there.
public final class StandardError {

  private static final ScopedValue<Boolean> TOLD = ScopedValue.newInstance();

  private StandardError() {}

  /// Tells an operator, and has it logged.
  ///
  /// @param line in words for an operator
  /// @param log logs the same on the current thread
  public static void tell(String line, Runnable log) {
    System.err.println(line);
    ScopedValue.where(TOLD, true).run(log);
  }

  /// {@return whether what the current thread logs has been told on standard error already}
  public static boolean isTold() {
    return TOLD.isBound();
  }
}
