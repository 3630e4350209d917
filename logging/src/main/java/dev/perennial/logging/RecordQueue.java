package dev.perennial.logging;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The records that wait to be written, as bytes, and no more of them than fit into a limit: what
/// comes when it is full is lost and counted. Whoever adds never waits, but for the lock, which
/// nobody holds for longer than a moment.
///
/// Thread-safe, for one thread that takes.
final class RecordQueue {

  // Records that are no trouble are collected for so long, to be written together.
  private static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition written = lock.newCondition();
  private final int limit;
  private List<byte[]> waiting = new ArrayList<>();
  // Of the records that wait and of those that were taken and are not written yet.
  private long bytes;
  private long lost;
  private boolean hurry;
  private boolean closed;

  RecordQueue(int limit) {
    this.limit = limit;
  }

  /// Adds a record, or counts it as lost.
  ///
  /// @param urgent whether it must be written at once
  /// @return whether there was room for it
  boolean add(byte[] record, boolean urgent) {
    lock.lock();
    try {
      if (closed || bytes + record.length > limit) {
        lost++;
        return false;
      }
      waiting.add(record);
      bytes += record.length;
      if (waiting.size() == 1 || urgent && !hurry) {
        hurry |= urgent;
        work.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Takes all that wait, a moment after the first of them.
  ///
  /// @return nothing once the queue is closed and empty
  List<byte[]> take() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        work.await();
      }
      long left = DELAY_NANOS;
      while (!hurry && !closed && left > 0) {
        left = work.awaitNanos(left);
      }
      // Made first: without memory for it, the records must go on waiting.
      List<byte[]> next = new ArrayList<>(Math.min(waiting.size(), 1024));
      List<byte[]> taken = waiting;
      waiting = next;
      hurry = false;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// Some of what was taken is written, or given up.
  void done(long count) {
    lock.lock();
    try {
      bytes -= count;
      written.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// What was taken could not be written and never will.
  void lose(long records) {
    lock.lock();
    try {
      lost += records;
    } finally {
      lock.unlock();
    }
  }

  /// How many records were lost since the start.
  long lost() {
    lock.lock();
    try {
      return lost;
    } finally {
      lock.unlock();
    }
  }

  /// Has what waits taken now.
  void hurry() {
    lock.lock();
    try {
      hurry = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until all is written.
  ///
  /// @return whether it is
  boolean awaitWritten(long nanos) throws InterruptedException {
    lock.lock();
    try {
      hurry();
      long left = nanos;
      while (bytes > 0 && left > 0) {
        left = written.awaitNanos(left);
      }
      return bytes == 0;
    } finally {
      lock.unlock();
    }
  }

  /// Takes nothing more.
  void close() {
    lock.lock();
    try {
      closed = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }
}
