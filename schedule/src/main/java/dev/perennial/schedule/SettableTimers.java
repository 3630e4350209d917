package dev.perennial.schedule;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/// Timers that only [SettableTicker#advance] drives: it goes from moment to moment and runs, on its
/// own thread and one after another, what is due at each.
final class SettableTimers extends Timers {

  private final SettableTicker settable;
  private final boolean sleepingMovesTime;
  private final Condition sleepingChanged = lock.newCondition();
  private int sleeping;

  SettableTimers(SettableTicker ticker, boolean sleepingMovesTime) {
    super(ticker);
    this.settable = ticker;
    this.sleepingMovesTime = sleepingMovesTime;
  }

  @Override
  public void sleep(Duration length) throws InterruptedException {
    if (!sleepingMovesTime) {
      super.sleep(length);
      return;
    }
    if (length.isPositive() && Thread.interrupted()) {
      throw new InterruptedException();
    }
    settable.advance(Duration.ofNanos(nanos(length)));
  }

  @Override
  void sleeping(int change) {
    lock.lock();
    try {
      sleeping += change;
      sleepingChanged.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until so many threads sleep on these timers.
  void awaitSleeping(int threads) throws InterruptedException {
    lock.lock();
    try {
      while (sleeping < threads) {
        sleepingChanged.await();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  void hand(Runnable run) {
    run.run();
  }

  /// The next moment up to `target` at which to look, else `target`.
  long nextMomentUpTo(long target) {
    lock.lock();
    try {
      return Math.min(wheel.nextMoment(), target);
    } finally {
      lock.unlock();
    }
  }

  /// Runs what is due, also what becomes due by that, but nothing that is due after `last`: a run
  /// may have moved the time further.
  void runUpTo(long last) {
    for (Timed entry = poll(last); entry != null; entry = poll(last)) {
      entry.expire();
    }
  }

  int waiting() {
    lock.lock();
    try {
      return wheel.size();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Timed poll(long last) {
    lock.lock();
    try {
      return wheel.poll(Math.min(now(), last));
    } finally {
      lock.unlock();
    }
  }
}
