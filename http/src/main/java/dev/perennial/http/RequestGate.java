package dev.perennial.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Lets so many requests be handled at the same time; some more wait in their order, and the rest
/// is refused at once. A connection without a request holds no place, and a request whose client is
/// slow gives its own to another one ([GatePlace]).
final class RequestGate {

  private final Places places;
  private final AtomicInteger waiting = new AtomicInteger();
  private final int mayWait;

  RequestGate(HttpLimits limits) {
    this.places = new Places(limits.concurrentRequests());
    this.mayWait = limits.waitingRequests();
  }

  /// Takes a place, and waits for one if it must.
  ///
  /// @return false if too many wait already
  boolean enter() throws InterruptedException {
    // Without a time it would take a place that others wait for.
    if (places.tryAcquire(0, TimeUnit.SECONDS)) {
      return true;
    }
    try {
      if (waiting.incrementAndGet() > mayWait) {
        return false;
      }
      places.acquire();
      return true;
    } finally {
      waiting.decrementAndGet();
    }
  }

  /// Gives a place back.
  void leave() {
    places.release();
  }

  /// Takes a place again for a request that had begun before, at once: others may wait for what its
  /// handler holds, so it must not wait for them. There may be one handler too many then; nobody
  /// new gets in until there is not.
  void comeBack() {
    places.takeInAdvance();
  }

  private static final class Places extends Semaphore {

    private static final long serialVersionUID = 1;

    Places(int number) {
      super(number, true);
    }

    void takeInAdvance() {
      reducePermits(1);
    }
  }
}
