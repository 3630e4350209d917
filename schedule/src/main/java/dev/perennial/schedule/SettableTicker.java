package dev.perennial.schedule;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// A ticker that moves only when a test moves it, and takes everything with it that runs on its
/// [#timers()]: a day of periodic tasks passes in a millisecond, the same way each time.
///
/// ```java
/// SettableTicker ticker = new SettableTicker();
/// TaskGroup tasks = TaskGroup.named("cleaner").timers(ticker.timers()).build();
/// tasks.addTimer("sweep", Duration.ofMinutes(1), sweeper::sweep);
/// ticker.advance(Duration.ofHours(1)); // sweeps 61 times, at 0 min, 1 min, …
/// ```
///
/// Timers run on the thread that calls [#advance], at their exact moments, those of the same moment
/// in the order in which they were added. A run that calls [#advance] itself is a run that takes so
/// long: other timers that become due meanwhile run within it.
///
/// Thread-safe; two threads that advance it take turns.
public final class SettableTicker implements Ticker {

  private final AtomicLong now = new AtomicLong();
  private final ReentrantLock advancing = new ReentrantLock();
  private final SettableTimers timers;

  /// Creates a ticker that stands at zero. Threads that sleep on its timers wait until it has been
  /// advanced far enough.
  public SettableTicker() {
    this(false);
  }

  private SettableTicker(boolean sleepingMovesTime) {
    this.timers = new SettableTimers(this, sleepingMovesTime);
  }

  /// A ticker on whose timers nobody waits: who sleeps advances the time by that much and goes on
  /// at once. For code that sleeps between attempts, such as [Retry].
  ///
  /// @return a ticker that stands at zero
  public static SettableTicker movedBySleeping() {
    return new SettableTicker(true);
  }

  @Override
  public long nanoTime() {
    return now.get();
  }

  /// The timers that this ticker drives.
  ///
  /// @return always the same object
  public Timers timers() {
    return timers;
  }

  /// Moves the time forward and runs everything that becomes due on the way; with a step of zero
  /// what is due already.
  ///
  /// @param step how far; not negative, because a monotonic clock never goes back
  /// @throws IllegalArgumentException if `step` is negative
  public void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("a monotonic clock cannot go back by " + step);
    }
    advancing.lock();
    try {
      long target = timers.now() + step.toNanos();
      timers.runUpTo(target);
      while (timers.now() < target) {
        // A run may have advanced the time itself.
        now.accumulateAndGet(timers.nextMomentUpTo(target), Math::max);
        timers.runUpTo(target);
      }
    } finally {
      advancing.unlock();
    }
  }

  /// How many timers wait for their moment.
  ///
  /// @return looping calls, single actions and sleeping threads
  public int waiting() {
    return timers.waiting();
  }

  /// Waits, in real time, until so many threads sleep on the timers, so that advancing the time
  /// then wakes them.
  ///
  /// @param threads how many at least
  /// @throws InterruptedException if the calling thread is interrupted
  public void awaitSleeping(int threads) throws InterruptedException {
    timers.awaitSleeping(threads);
  }
}
