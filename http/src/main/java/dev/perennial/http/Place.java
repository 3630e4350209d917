package dev.perennial.http;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What one request holds of its [RequestGate] while its handler works. While it waits for its
/// client it gives the place to another request. Used by one thread at a time.
final class Place {

  /// How long a request may have waited for its client in all before that costs it its place: most
  /// have to wait for a second packet, and none of them is slow.
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final RequestGate gate;
  private long waited;

  Place(RequestGate gate) {
    this.gate = gate;
  }

  /// Waits for the client. Returns early, and still interrupted, if the thread is interrupted.
  ///
  /// @param moved counted down when the client has sent or taken something
  void await(CountDownLatch moved) {
    long began = System.nanoTime();
    try {
      if (!moved.await(GRACE_NANOS - waited, TimeUnit.NANOSECONDS)) {
        awaitOutside(moved);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      waited += System.nanoTime() - began;
    }
  }

  private void awaitOutside(CountDownLatch moved) throws InterruptedException {
    gate.leave();
    try {
      moved.await();
    } finally {
      gate.comeBack();
    }
  }
}
