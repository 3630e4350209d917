package dev.perennial.schedule;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The outcome of something that ends once, and those who wait for it.
///
/// Thread-safe.
// It is a future and has none, because a waiting timer has one too and should be small.
final class Ending<T> extends CompletableFuture<Outcome<T>> {

  /// Says how it ended; only the first to say so is heard.
  void set(Outcome<T> how) {
    complete(how);
  }

  Outcome<T> await(Deadline deadline) throws InterruptedException {
    try {
      return get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      return new Outcome.Running<>();
    } catch (ExecutionException impossible) {
      throw new AssertionError("an outcome is never completed exceptionally", impossible);
    }
  }
}
