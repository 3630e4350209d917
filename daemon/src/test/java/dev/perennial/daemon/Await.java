package dev.perennial.daemon;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.perennial.schedule.Deadline;
import java.util.EnumSet;
import java.util.Set;

/// Waits for what comes by itself; the limit of the test is the limit.
final class Await {

  private static final Set<Thread.State> WAITING =
      EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

  private Await() {}

  interface Condition {
    boolean holds();
  }

  static void until(Condition condition) {
    while (!condition.holds()) {
      assertFalse(Thread.interrupted(), "not in time");
      Thread.onSpinWait();
    }
  }

  static boolean waits(Thread thread) {
    return WAITING.contains(thread.getState());
  }

  /// Begins a drain, and returns when it waits.
  ///
  /// @return the thread that drains
  static Thread beginDrain(RpcService service) {
    Thread draining =
        Thread.ofPlatform()
            .start(() -> {
              try {
                service.drain(Deadline.never());
              } catch (InterruptedException wrong) {
                throw new AssertionError(wrong);
              }
            });
    until(() -> waits(draining));
    return draining;
  }
}
