package dev.perennial.schedule;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Tells what a run of others threw. Whatever is wrong with that, be it that its own text fails:
/// nothing comes out of here, because whoever runs it has to go on.
final class Failures {

  private static final Logger LOG = System.getLogger("dev.perennial.schedule");

  private Failures() {}

  /// Logs it with its stack trace, or without where it cannot be printed.
  ///
  /// @param what failed
  static void log(String what, Throwable failure) {
    try {
      LOG.log(Level.ERROR, what + " failed", failure);
    } catch (Throwable unprintable) {
      logWithoutStack(what, failure);
    }
  }

  private static void logWithoutStack(String what, Throwable failure) {
    try {
      LOG.log(Level.ERROR, what + " failed: " + inWords(failure));
    } catch (Throwable unsaid) {
      // Most likely for want of memory.
    }
  }

  /// Its own text, or its class where it has none.
  static String inWords(Throwable failure) {
    try {
      return failure.toString();
    } catch (Throwable unprintable) {
      return failure.getClass().getName() + ", which cannot be printed";
    }
  }
}
