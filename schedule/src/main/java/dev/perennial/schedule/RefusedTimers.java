package dev.perennial.schedule;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/// What becomes of timers that could not be handed to their threads, for want of memory or because
/// the executor was shut down: each is late, and tried again after a pause that grows until one can
/// be handed on. It is complained of once a minute.
///
/// The thread of the timers refuses; any thread may succeed.
final class RefusedTimers {

  private static final Logger LOG = System.getLogger("dev.perennial.schedule");

  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(10);
  private static final long BETWEEN_COMPLAINTS = TimeUnit.MINUTES.toNanos(1);

  private final Ticker ticker;
  private volatile long pause;

  // Of the thread of the timers.
  private long grownAt;
  private long complainedAt;
  private int untold;

  RefusedTimers(Ticker ticker) {
    this.ticker = ticker;
    this.complainedAt = ticker.nanoTime() - BETWEEN_COMPLAINTS;
  }

  /// A timer was handed on.
  void over() {
    if (pause != 0) {
      pause = 0;
    }
  }

  /// Another one could not be.
  ///
  /// @return nanoseconds after which it is to be tried again
  long add(Throwable failure) {
    long now = ticker.nanoTime();
    long next = pauseAt(now);
    untold++;
    if (now - complainedAt >= BETWEEN_COMPLAINTS) {
      complainedAt = now;
      complain(failure);
    }
    return next;
  }

  // Whatever keeps it from being said, most likely the want of memory that it is about, must not
  // end the thread of all timers. It is said with the next one.
  private void complain(Throwable failure) {
    try {
      LOG.log(Level.ERROR, complaint(), failure);
      untold = 0;
    } catch (Throwable unsaid) {
      // The count has it.
    }
  }

  private String complaint() {
    return untold == 1
        ? "a timer could not be handed to its thread and is tried again"
        : untold + " times a timer could not be handed to its thread and was tried again";
  }

  // All that are refused within one pause have the same.
  private long pauseAt(long now) {
    long before = pause;
    if (before != 0 && now - grownAt < before) {
      return before;
    }
    long next = before == 0 ? FIRST_PAUSE : Math.min(2 * before, LONGEST_PAUSE);
    pause = next;
    grownAt = now;
    return next;
  }
}
