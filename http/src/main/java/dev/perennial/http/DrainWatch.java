package dev.perennial.http;

import dev.perennial.schedule.Deadline;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Where the thread that drains waits for connections to end.
///
/// Events are counted, so that one which comes between looking and waiting is not missed. While
/// nobody drains an event costs one read of a volatile field.
final class DrainWatch {

  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock cutting = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicInteger inProgress = new AtomicInteger();

  // SERVING ──begin──► DRAINING ──end──► ENDED ◄──end── SERVING
  // The thread that drains begins, the one that stops ends, which may be another one. Written under
  // the lock, but for `draining`, which is only ever set.
  private volatile boolean draining;
  private long events;
  private boolean ended;

  /// Answers in a stop what has no answer, on one thread.
  void cutOff(Runnable connections) {
    cutting.lock();
    try {
      connections.run();
    } finally {
      cutting.unlock();
    }
  }

  /// Waits until all that is to be said in a stop has been said: who has lost its request would end
  /// the connection too early.
  void awaitCutOff() {
    cutOff(() -> {});
  }

  /// Whether a drain has begun; responses ask it when they are committed.
  boolean draining() {
    return draining;
  }

  void begin() {
    draining = true;
  }

  void requestBegan() {
    inProgress.incrementAndGet();
  }

  void requestEnded() {
    inProgress.decrementAndGet();
    changed();
  }

  /// Whether no handler runs, not even one whose client is gone.
  boolean idle() {
    return inProgress.get() == 0;
  }

  /// Something ended or arrived that the draining thread may wait for.
  void changed() {
    if (draining) {
      signal(false);
    }
  }

  /// Ends the wait, whatever is left.
  void end() {
    signal(true);
  }

  /// Looks again and again until there is nothing left to wait for.
  ///
  /// @param look does what can be done now and says after how many nanoseconds to look again even
  ///   if nothing happens; a negative number means that all is done
  /// @param deadline when to give up
  /// @return whether all was done
  boolean await(LongSupplier look, Deadline deadline) throws InterruptedException {
    while (!deadline.passed()) {
      long seen = events();
      long next = look.getAsLong();
      if (next < 0) {
        return true;
      }
      if (!awaitEvent(seen, Math.min(next, deadline.remaining().toNanos()))) {
        return false;
      }
    }
    return false;
  }

  private boolean awaitEvent(long seen, long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (events == seen && !ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      return !ended;
    } finally {
      lock.unlock();
    }
  }

  private long events() {
    lock.lock();
    try {
      return events;
    } finally {
      lock.unlock();
    }
  }

  private void signal(boolean last) {
    lock.lock();
    try {
      events++;
      ended |= last;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
