package dev.perennial.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// Lets so many requests be handled at the same time; some more wait in their order, and the rest
/// is refused at once. A connection without a request holds no place.
final class RequestGate {

  private final Semaphore places;
  private final AtomicInteger waiting = new AtomicInteger();
  private final int mayWait;

  RequestGate(HttpLimits limits) {
    this.places = new Semaphore(limits.concurrentRequests(), true);
    this.mayWait = limits.waitingRequests();
  }

  /// Takes a place, and waits for one if it must.
  ///
  /// @return false if too many wait already
  boolean enter() throws InterruptedException {
    if (places.tryAcquire()) {
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
}
