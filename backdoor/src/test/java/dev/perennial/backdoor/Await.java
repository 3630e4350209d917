package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what a test expects to happen in its own time.
final class Await {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Await() {}

  static void until(String what, BooleanSupplier condition) {
    found(what, () -> condition.getAsBoolean() ? Optional.of(what) : Optional.empty());
  }

  static <T> T found(String what, Supplier<Optional<T>> search) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      Optional<T> found = search.get();
      if (found.isPresent()) {
        return found.get();
      }
      Thread.yield();
    }
    return fail("not in time: " + what);
  }
}
