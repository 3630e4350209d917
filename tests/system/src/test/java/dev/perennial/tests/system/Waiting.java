package dev.perennial.tests.system;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Waits for something to become true, looking again and again until a deadline.
final class Waiting {

  private static final Duration LOOK = Duration.ofMillis(10);

  private Waiting() {}

  /// @param what is waited for, in words
  /// @param limit after which the test fails
  /// @param condition is asked until it is true; an exception means not yet
  static void until(String what, Duration limit, Callable<Boolean> condition)
      throws InterruptedException {
    value(what, limit, () -> condition.call() ? Optional.of(true) : Optional.empty());
  }

  /// @return the value, once there is one
  static <T> T value(String what, Duration limit, Callable<Optional<T>> look)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    Throwable last = null;
    do {
      try {
        Optional<T> found = look.call();
        if (found.isPresent()) {
          return found.get();
        }
        last = null;
      } catch (InterruptedException interrupted) {
        throw interrupted;
      } catch (Exception notYet) {
        last = notYet;
      }
      Thread.sleep(LOOK);
    } while (System.nanoTime() < end);
    throw new AssertionError("not within " + limit.toMillis() + " ms: " + what, last);
  }
}
