package dev.perennial.schedule;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A ticker that moves only when a test moves it.
///
/// Thread-safe.
public final class SettableTicker implements Ticker {

  private final AtomicLong now = new AtomicLong();

  /// Creates a ticker that stands at zero.
  public SettableTicker() {}

  @Override
  public long nanoTime() {
    return now.get();
  }

  /// Moves the time forward.
  ///
  /// @param step how far; not negative, because a monotonic clock never goes back
  /// @throws IllegalArgumentException if `step` is negative
  public void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("a monotonic clock cannot go back by " + step);
    }
    now.addAndGet(step.toNanos());
  }
}
