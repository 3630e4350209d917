package dev.perennial.http;

import dev.perennial.schedule.Timers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// What one request holds of its [RequestGate] while its handler works. While it waits for its
/// client it gives the place to another request. Used by one thread at a time.
final class GatePlace {

  /// How long a request may have waited for its client in all before that costs it its place: most
  /// have to wait for a second packet, and none of them is slow.
  private static final long GRACE_NANOS = Duration.ofMillis(100).toNanos();

  private final RequestGate gate;
  private long waited;

  GatePlace(RequestGate gate) {
    this.gate = gate;
  }

  /// Waits for the client. Returns early, and still interrupted, if the thread is interrupted.
  ///
  /// @param moved complete when the client has sent or taken something; never fails
  void await(CompletableFuture<?> moved) {
    long began = System.nanoTime();
    try {
      Timers.system().await(moved, Duration.ofNanos(GRACE_NANOS - waited));
    } catch (TimeoutException slow) {
      awaitOutside(moved);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      waited += System.nanoTime() - began;
    }
  }

  private void awaitOutside(CompletableFuture<?> moved) {
    gate.leave();
    try {
      moved.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      gate.comeBack();
    }
  }
}
