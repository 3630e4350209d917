package dev.perennial.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
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

  private final String name;
  private final Executor executor;
  private final RefusedTimers refused;

  // Guarded by the lock.
  private @Nullable Thread thread;
  private long wakeAt = TimerWheel.NEVER;
  private long lastLook = -REST;

  SystemTimers(String name, Executor executor) {
    super(Ticker.system());
    this.name = name;
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
      thread = Thread.ofPlatform().name(name).daemon(true).start(this::loop);
    } else {
      LockSupport.unpark(thread);
    }
  }

  private long nextLook() {
    return Math.max(wheel.nextTickEnd(), lastLook + REST);
  }

  private void loop() {
    List<Timed> due = new ArrayList<>();
    while (true) {
      long pause = collect(due);
      due.forEach(this::handOn);
      due.clear();
      if (pause > 0) {
        LockSupport.parkNanos(this, pause);
      }
    }
  }

  // Returns how long to wait then. Collects nothing if it was woken too early.
  private long collect(List<Timed> due) {
    lock.lock();
    try {
      long now = now();
      if (now >= wakeAt) {
        lastLook = now;
        for (Timed entry = wheel.poll(now); entry != null; entry = wheel.poll(now)) {
          due.add(entry);
        }
        wakeAt = nextLook();
      }
      return wakeAt - now;
    } finally {
      lock.unlock();
    }
  }

  private void handOn(Timed entry) {
    try {
      entry.expire();
    } catch (Throwable failure) {
      schedule(entry, refused.add(failure));
    }
  }
}
