package dev.perennial.schedule;

import java.util.ArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Timers on the monotonic clock.
///
/// One platform thread takes out of the wheel what is due and hands it on. It wakes up at the end
/// of a tick in which something is due, and not again before [#REST] has passed: under load it then
/// finds many at once, and handing on many together wakes the threads that run them once.
final class SystemTimers extends Timers {

  static final SystemTimers INSTANCE =
      new SystemTimers("perennial-timer", run -> Thread.ofVirtual().start(run));

  /// The shortest time from one look into the wheel to the next, four ticks: half of it is what a
  /// timer is late on the average when there are many, nothing when there are few.
  private static final long REST = 4L << TimerWheel.TICK_BITS;

  private final ThreadFactory threads;
  private final Executor executor;
  private final RefusedTimers refused;

  // Guarded by the lock.
  private @Nullable Thread thread;
  private long wakeAt = TimerWheel.NEVER;
  private long lastLook = -REST;

  SystemTimers(String name, Executor executor) {
    this(Thread.ofPlatform().name(name).daemon(true).factory(), executor);
  }

  /// @param threads make the thread that looks for what is due, when it is needed first
  SystemTimers(ThreadFactory threads, Executor executor) {
    super(Ticker.system());
    this.threads = threads;
    this.executor = executor;
    this.refused = new RefusedTimers(ticker());
  }

  @Override
  void added(long when) {
    if (when < wakeAt) {
      wakeUpEarlier();
    }
  }

  @Override
  void hand(Runnable run) {
    executor.execute(run);
    refused.over();
  }

  private void wakeUpEarlier() {
    long before = wakeAt;
    wakeAt = nextLook();
    if (wakeAt >= before) {
      return;
    }
    if (thread == null) {
      startThread();
    } else {
      LockSupport.unpark(thread);
    }
  }

  // Where there is none to be had the next timer tries again, however late it is.
  private void startThread() {
    Thread fresh = threads.newThread(this::loop);
    try {
      fresh.start();
      thread = fresh;
    } finally {
      if (thread == null) {
        wakeAt = TimerWheel.NEVER;
      }
    }
  }

  private long nextLook() {
    return Math.max(wheel.nextTickEnd(), lastLook + REST);
  }

  private void loop() {
    ArrayList<Timed> due = new ArrayList<>();
    while (true) {
      LockSupport.parkNanos(this, turn(due));
    }
  }

  // Returns how long to wait then. When there is no memory even to collect what is due, it stays
  // where it is until the next turn.
  private long turn(ArrayList<Timed> due) {
    try {
      collect(due);
      due.forEach(this::handOn);
      due.clear();
      return pause();
    } catch (OutOfMemoryError later) {
      return REST;
    }
  }

  // Collects nothing if it was woken too early.
  private void collect(ArrayList<Timed> due) {
    lock.lock();
    try {
      long now = now();
      if (now >= wakeAt) {
        lastLook = now;
        while (collectOne(due, now)) {
          // Each turn is one entry.
        }
        wakeAt = nextLook();
      }
    } finally {
      lock.unlock();
    }
  }

  // Asked behind all that may park: an executor with a lock of its own takes the wake-up for what
  // was added meanwhile.
  private long pause() {
    lock.lock();
    try {
      return wakeAt - now();
    } finally {
      lock.unlock();
    }
  }

  // There is a place for it before it is taken out of the wheel.
  private boolean collectOne(ArrayList<Timed> due, long now) {
    due.ensureCapacity(due.size() + 1);
    Timed entry = wheel.poll(now);
    return entry != null && due.add(entry);
  }

  private void handOn(Timed entry) {
    try {
      entry.expire();
    } catch (Throwable failure) {
      schedule(entry, refused.add(failure));
    }
  }
}
