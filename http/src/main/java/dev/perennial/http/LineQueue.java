package dev.perennial.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The lines that wait to be written, in batches, and no more of them than fit into a limit.
/// Whoever adds one never waits, but for the lock, which nobody holds for longer than a moment; the
/// thread that takes them is woken for the first line and for a full batch, not for each.
///
/// Thread-safe, for one thread that takes.
final class LineQueue {

  private static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final long limit;
  private final Deque<LineBatch> full = new ArrayDeque<>();
  private final Deque<LineBatch> unused = new ArrayDeque<>();
  private LineBatch filling = new LineBatch();
  // Of what waits and of what was taken and is not written yet.
  private long bytes;
  private long lines;
  private boolean closed;

  /// @param limit in bytes
  LineQueue(long limit) {
    this.limit = limit;
  }

  /// Adds a line, unless there is no room for it; drops what comes after the end.
  ///
  /// @return whether there was room
  boolean add(byte[] line) {
    lock.lock();
    try {
      if (closed) {
        return true;
      }
      if (bytes + line.length > limit) {
        return false;
      }
      boolean wake = filling.isEmpty() && full.isEmpty();
      if (!filling.hasRoomFor(line)) {
        wake |= beginNext(line);
      }
      filling.add(line);
      bytes += line.length;
      lines++;
      if (wake) {
        work.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// @return whether there is a full batch now, and was none
  private boolean beginNext(byte[] line) {
    boolean isFirst = full.isEmpty() && !filling.isEmpty();
    if (!filling.isEmpty()) {
      full.add(filling);
    }
    LineBatch next = unused.poll();
    filling = next != null && next.hasRoomFor(line) ? next : LineBatch.forLine(line);
    return isFirst;
  }

  /// Takes the next batch: a full one at once, another one a tenth of a second after its first
  /// line.
  ///
  /// @return an empty one once the queue is closed and all was taken
  LineBatch take() throws InterruptedException {
    lock.lock();
    try {
      while (filling.isEmpty() && full.isEmpty() && !closed) {
        work.await();
      }
      long left = DELAY_NANOS;
      while (full.isEmpty() && !closed && left > 0) {
        left = work.awaitNanos(left);
      }
      LineBatch next = full.poll();
      if (next == null) {
        next = filling;
        LineBatch fresh = unused.poll();
        filling = fresh == null ? new LineBatch() : fresh;
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  /// What was taken is written.
  ///
  /// @return whether nothing waits any more
  boolean done(LineBatch batch) {
    lock.lock();
    try {
      bytes -= batch.size();
      lines -= batch.lines();
      batch.clear();
      // One to be filled while another is written; what a hung file has piled up is given back.
      if (batch.isUsual() && unused.isEmpty()) {
        unused.add(batch);
      }
      return lines == 0;
    } finally {
      lock.unlock();
    }
  }

  /// Takes no more lines; what waits may still be taken.
  ///
  /// @return whether it is the first time
  boolean close() {
    lock.lock();
    try {
      boolean isFirst = !closed;
      closed = true;
      work.signal();
      return isFirst;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /// How many lines wait or were taken and are not written yet.
  long lines() {
    lock.lock();
    try {
      return lines;
    } finally {
      lock.unlock();
    }
  }
}
