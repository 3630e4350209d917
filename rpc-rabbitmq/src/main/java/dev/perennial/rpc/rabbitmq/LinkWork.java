package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.AlreadyClosedException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// What is to be done with the connection of a link, and in which order.
///
/// Work waits in a queue, and whoever holds the lock does it. What has to wait for the broker's
/// answer is done by the thread of the link, a platform thread. A message or an acknowledgement
/// needs no answer: a virtual thread that has one to write takes the lock if it is free, and writes
/// it with what others have left there; if the lock is taken, its holder does. So no other thread
/// has to wake up for it. (Flat combining: D. Hendler and others, SPAA 2010.)
///
/// A virtual thread may be interrupted, so it writes only to a [SteadySocket] and never waits; by
/// TLS only the thread of the link writes.
///
/// Thread-safe.
final class LinkWork {

  private static final System.Logger LOG = System.getLogger("dev.perennial.rpc.rabbitmq");

  // What a virtual thread writes for others before it leaves the rest to the thread of the link.
  private static final int MOST_FOR_OTHERS = 64;

  /// @param waits whether it waits for an answer of the broker
  private record Item(Link.Work work, boolean waits) {}

  private final Queue<Item> queue = new ConcurrentLinkedQueue<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Cork cork;
  private final BooleanSupplier up;
  private final Runnable wake;

  /// @param cork under which it is written
  /// @param up whether there is a connection to write to
  /// @param wake has the thread of the link look here
  LinkWork(Cork cork, BooleanSupplier up, Runnable wake) {
    this.cork = cork;
    this.up = up;
    this.wake = wake;
  }

  /// Keeps anybody from doing any of it.
  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /// Adds something for the thread of the link, which may wait for the broker's answer and has to
  /// be woken.
  void addForThread(Link.Work work) {
    queue.add(new Item(work, true));
  }

  /// Adds something that nobody waits for, and does it here and now where that is possible.
  void addMessage(Link.Work work) {
    addAhead(work);
    write();
  }

  /// Adds something for whoever writes next. [#write()] has to follow, by any thread.
  void addAhead(Link.Work work) {
    queue.add(new Item(work, false));
  }

  /// Does what waits here and now where that is possible, unless others have done it.
  void write() {
    if (Thread.currentThread().isVirtual()) {
      combine();
    } else {
      wake.run();
    }
  }

  /// Does all of it; by the thread of the link.
  ///
  /// @param enough whether to leave the rest
  void doAll(BooleanSupplier enough) {
    lock.lock();
    try {
      attempt(cork::drain);
      for (Item next = queue.poll(); next != null && !enough.getAsBoolean(); next = queue.poll()) {
        attempt(next.work());
      }
      attempt(cork::flush);
    } finally {
      lock.unlock();
    }
  }

  /// Forgets it; with the lock held.
  void dropAll() {
    for (Item item = queue.poll(); item != null; item = queue.poll()) {
      if (item.work() instanceof AwaitedWork awaited) {
        awaited.drop();
      }
    }
  }

  // By a virtual thread. Who finds the lock taken may leave: its holder looks again afterwards.
  private void combine() {
    int left = MOST_FOR_OTHERS;
    for (Item next = queue.peek(); next != null; next = queue.peek()) {
      if (left == 0 || !isForVirtualThreads(next)) {
        wake.run();
        return;
      }
      if (!lock.tryLock()) {
        return;
      }
      left = writeLocked(left);
    }
    if (cork.congested()) {
      wake.run();
    }
  }

  // What an error leaves behind, unsent or undone, is for the thread of the link.
  private int writeLocked(int most) {
    boolean done = false;
    try {
      int left = writeUpTo(most);
      done = true;
      return left;
    } finally {
      lock.unlock();
      if (!done) {
        wake.run();
      }
    }
  }

  // With the lock held. Returns how many more it would have written.
  private int writeUpTo(int most) {
    int left = up.getAsBoolean() ? most : 0;
    for (Item next = queue.peek();
        next != null && left > 0 && isForVirtualThreads(next);
        next = queue.peek()) {
      queue.remove();
      attempt(next.work());
      left--;
    }
    attempt(cork::flush);
    return left;
  }

  private boolean isForVirtualThreads(Item item) {
    return !item.waits() && cork.virtualThreadsMayWrite();
  }

  private static void attempt(Link.Work item) {
    try {
      item.run();
    } catch (AlreadyClosedException gone) {
      LOG.log(Level.DEBUG, "too late for a channel that is closed");
    } catch (IOException | TimeoutException | RuntimeException failure) {
      LOG.log(Level.DEBUG, "work for a channel failed", failure);
    }
  }
}
