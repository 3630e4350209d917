package dev.perennial.tests.interop;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Waits for what comes by itself.
final class Waiting {

  private Waiting() {}

  /// A condition that comes true by itself.
  interface Condition {
    boolean holds() throws Exception;
  }

  static void until(String what, Duration patience, Condition condition) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (!condition.holds()) {
        if (System.nanoTime() > end) {
          throw new AssertionError("it did not happen in " + patience + ": " + what);
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new AssertionError(what, failure);
    }
  }
}
