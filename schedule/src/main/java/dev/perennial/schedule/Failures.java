package dev.perennial.schedule;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Tells what code of others threw. Whatever is wrong with that, be it that its own text fails:
/// nothing comes out of here, because whoever runs such code has to go on.
public final class Failures {

  private static final Logger LOG = System.getLogger("dev.perennial.schedule");

  private Failures() {}

  /// Logs it as an error with its stack trace, or without where that cannot be printed.
  ///
  /// @param log where to
  /// @param what failed
  /// @param failure what was thrown
  public static void log(Logger log, String what, Throwable failure) {
    try {
      log.log(Level.ERROR, what + " failed", failure);
    } catch (Throwable unprintable) {
      logWithoutStack(log, what, failure);
    }
  }

  static void log(String what, Throwable failure) {
    log(LOG, what, failure);
  }

  private static void logWithoutStack(Logger log, String what, Throwable failure) {
    try {
      log.log(Level.ERROR, what + " failed: " + inWords(failure));
    } catch (Throwable unsaid) {
      // Most likely for want of memory.
    }
  }

  /// Its own text, or its class where it has none.
  ///
  /// @param failure what was thrown
  /// @return class and message, unless it says something else itself
  public static String inWords(Throwable failure) {
    try {
      return failure.toString();
    } catch (Throwable unprintable) {
      return failure.getClass().getName() + ", which cannot be printed";
    }
  }
}
