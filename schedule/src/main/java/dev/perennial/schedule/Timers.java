package dev.perennial.schedule;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/// Makes things happen later: the one mechanism behind [LoopingCall], the timers of a [TaskGroup]
/// and [PeriodicTasks].
///
/// There are two kinds. [#system()] follows the monotonic clock; all of its timers share one
/// thread, which does nothing but hand what is due to virtual threads. [SettableTicker#timers()]
/// belongs to a test: nothing happens but in [SettableTicker#advance(Duration)].
///
/// Timers wait in a hierarchical timing wheel: what adding, cancelling and firing one costs does
/// not depend on how many others there are. Nothing happens before its moment; on the system's
/// timers it happens up to about 5 ms after it.
///
/// Thread-safe.
public abstract sealed class Timers permits SystemTimers, SettableTimers {

  // Twice as much still fits into a long.
  private static final long LONGEST_DELAY = Long.MAX_VALUE / 4;

  final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock.
  final TimerWheel wheel = new TimerWheel();

  private final Ticker ticker;
  private final long origin;
  private final Loop.Host plainHost = new Loop.Host(this, CarriedValues.NONE, _ -> {});

  Timers(Ticker ticker) {
    this.ticker = ticker;
    this.origin = ticker.nanoTime();
  }

  /// The timers of this process.
  ///
  /// @return always the same object; its thread is started with the first timer
  public static Timers system() {
    return SystemTimers.INSTANCE;
  }

  /// Timers on the monotonic clock with a thread of their own, for a program that wants its work on
  /// other threads than new virtual ones. A process needs no more than [#system()] as a rule.
  ///
  /// @param executor gets everything that is due, one piece at a time; it must not run it in the
  ///   calling thread, which is the one that all of these timers share. What it refuses it gets
  ///   again, after a pause that grows
  /// @return new timers, whose thread lives as long as the process
  public static Timers on(Executor executor) {
    return new SystemTimers("perennial-timer-own", executor);
  }

  /// The clock that these timers follow.
  ///
  /// @return the ticker
  public final Ticker ticker() {
    return ticker;
  }

  /// Runs an action once, on a virtual thread of its own (with a settable ticker: on the thread
  /// that advances it). An exception that leaves the action is logged.
  ///
  /// @param delay from now; zero or less means as soon as possible
  /// @param action what to run
  /// @return a handle to cancel it with
  public Timer after(Duration delay, Runnable action) {
    Timer timer = new Timer(this, action);
    schedule(timer, nanos(delay));
    return timer;
  }

  /// Lets the calling thread wait for some time on the clock of these timers.
  ///
  /// @param length zero or less means not at all
  /// @throws InterruptedException if the thread is interrupted
  public void sleep(Duration length) throws InterruptedException {
    if (!length.isPositive()) {
      return;
    }
    CountDownLatch over = new CountDownLatch(1);
    WakeUp wakeUp = new WakeUp(over);
    schedule(wakeUp, nanos(length));
    sleeping(1);
    try {
      over.await();
    } finally {
      sleeping(-1);
      cancel(wakeUp);
    }
  }

  /// Waits for a future as its own `get` does, but by these timers: those of the JDK wake a thread
  /// of their own for each wait of a virtual thread, also when it ends in time.
  ///
  /// @param future what to wait for; it is not changed when the time is over
  /// @param longest zero or less means that the future has to be complete already
  /// @param <T> what the future gives
  /// @return what it gave
  /// @throws TimeoutException if it took longer
  /// @throws ExecutionException if the future ended with an exception, which is the cause
  /// @throws CancellationException if the future was cancelled
  /// @throws InterruptedException if the thread is interrupted
  public <T> T await(CompletableFuture<T> future, Duration longest)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (future.isDone()) {
      return future.get();
    }
    CompletableFuture<T> first = future.copy();
    TimeUp timeUp = new TimeUp(first);
    schedule(timeUp, nanos(longest));
    try {
      return first.get();
    } catch (CancellationException late) {
      // Of the copy, which nobody else knows.
      throw new TimeoutException();
    } catch (ExecutionException ended) {
      // So did the future, which knows its own cancellation from a failure.
      return future.get();
    } finally {
      cancel(timeUp);
    }
  }

  /// A deadline on the clock of these timers.
  ///
  /// @param length time from now
  /// @return the deadline
  public final Deadline deadline(Duration length) {
    return Deadline.after(length, ticker);
  }

  /// The host of loops that belong to no group.
  final Loop.Host plainHost() {
    return plainHost;
  }

  /// Nanoseconds since these timers were made.
  final long now() {
    return ticker.nanoTime() - origin;
  }

  final void schedule(Timed entry, long delay) {
    scheduleAt(entry, now() + Math.clamp(delay, 0, LONGEST_DELAY));
  }

  /// Adds an entry that waits nowhere.
  final void scheduleAt(Timed entry, long when) {
    lock.lock();
    try {
      wheel.add(entry, when);
      added(when);
    } finally {
      lock.unlock();
    }
  }

  /// Takes an entry out before it is due.
  ///
  /// @return false if it was not waiting: it is due already, or was never added
  final boolean cancel(Timed entry) {
    lock.lock();
    try {
      return wheel.remove(entry);
    } finally {
      lock.unlock();
    }
  }

  /// Called under the lock when there is one more that waits.
  void added(long when) {}

  /// Called when threads begin or cease to wait in [#sleep].
  void sleeping(int change) {}

  /// Runs what is due, away from the thread of the timers.
  abstract void hand(Runnable run);

  /// A length as nanoseconds, bounded by what a long can hold.
  static long nanos(Duration length) {
    if (length.compareTo(Duration.ofNanos(LONGEST_DELAY)) >= 0) {
      return LONGEST_DELAY;
    }
    return length.isNegative() ? 0 : length.toNanos();
  }

  private static final class WakeUp extends Timed {
    private final CountDownLatch over;

    WakeUp(CountDownLatch over) {
      this.over = over;
    }

    @Override
    void expire() {
      over.countDown();
    }
  }

  private static final class TimeUp extends Timed {
    private final CompletableFuture<?> future;

    TimeUp(CompletableFuture<?> future) {
      this.future = future;
    }

    @Override
    void expire() {
      future.cancel(false);
    }
  }
}
