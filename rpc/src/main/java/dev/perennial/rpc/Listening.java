package dev.perennial.rpc;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The one subscription of a server or a listener. To begin it may take as long as the broker is
/// away, and can be cancelled.
///
/// Thread-safe.
final class Listening {

  // OFF ──start──► STARTING ──the broker is there──► ON ──end──► OFF
  //                    └──end, or it fails──► OFF
  // STARTING: there is a starter, which may be interrupted. ON: there is a subscription. The lock
  // guards both and is not held while the transport waits.
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Thread> starter = Optional.empty();
  private Optional<Subscription> subscription = Optional.empty();

  /// Begins to listen. Does nothing if that was begun already.
  ///
  /// @param before what is done first, in one step with the decision to begin
  /// @param listen waits for the broker
  /// @throws RpcInterruptedException if it is ended first
  void start(Runnable before, Supplier<Subscription> listen) {
    if (begin(before)) {
      Optional<Subscription> fresh = Optional.empty();
      try {
        fresh = Optional.of(listen.get());
      } finally {
        begun(fresh);
      }
    }
  }

  /// Ends a start that is under way.
  ///
  /// @param with what is done in one step with that
  /// @return the subscription, if there is one
  Optional<Subscription> cancelStart(Runnable with) {
    lock.lock();
    try {
      with.run();
      starter.ifPresent(Thread::interrupt);
      starter = Optional.empty();
      return subscription;
    } finally {
      lock.unlock();
    }
  }

  /// Ends it, also a start that is under way.
  ///
  /// @param with what is done in one step with that
  /// @return the subscription that there was, to be closed
  Optional<Subscription> end(Runnable with) {
    lock.lock();
    try {
      Optional<Subscription> last = cancelStart(with);
      subscription = Optional.empty();
      return last;
    } finally {
      lock.unlock();
    }
  }

  private boolean begin(Runnable before) {
    lock.lock();
    try {
      if (starter.isPresent() || subscription.isPresent()) {
        return false;
      }
      before.run();
      starter = Optional.of(Thread.currentThread());
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void begun(Optional<Subscription> fresh) {
    if (settles(fresh)) {
      return;
    }
    // The interrupt was for this start only.
    Thread.interrupted();
    if (fresh.isPresent()) {
      fresh.get().close();
      throw new RpcInterruptedException("stopped while it started");
    }
  }

  // False for a start that was ended; another one may be under way.
  private boolean settles(Optional<Subscription> fresh) {
    lock.lock();
    try {
      if (!starter.equals(Optional.of(Thread.currentThread()))) {
        return false;
      }
      starter = Optional.empty();
      subscription = fresh;
      return true;
    } finally {
      lock.unlock();
    }
  }
}
