package dev.perennial.tests.system;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/// Counts durations by the millisecond, up to a minute.
final class Percentile {

  private static final int LONGEST_MILLIS = 60_000;

  private final AtomicLongArray counts = new AtomicLongArray(LONGEST_MILLIS + 1);

  void add(Duration duration) {
    counts.incrementAndGet((int) Math.min(duration.toMillis(), LONGEST_MILLIS));
  }

  /// The duration that so many percent did not exceed, rounded up to a millisecond.
  Duration of(int percent) {
    long total = 0;
    for (int i = 0; i <= LONGEST_MILLIS; i++) {
      total += counts.get(i);
    }
    long seen = 0;
    for (int i = 0; i <= LONGEST_MILLIS; i++) {
      seen += counts.get(i);
      if (total > 0 && seen * 100 >= total * percent) {
        return Duration.ofMillis(i + 1L);
      }
    }
    return Duration.ZERO;
  }
}
