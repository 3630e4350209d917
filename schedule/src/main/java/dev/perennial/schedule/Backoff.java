package dev.perennial.schedule;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt: nothing the first time, then a delay that doubles up
/// to a cap, spread by jitter so that many parties that failed together do not return together.
///
/// Not thread-safe: it belongs to the thread that decides about the attempts.
public final class Backoff {

  private final Duration first;
  private final Duration cap;
  private final double jitter;
  private final RandomGenerator random;
  private int failures;

  /// Creates a back-off that has seen no failure.
  ///
  /// @param first the delay after the second failure in a row; the first one is retried at once
  /// @param cap the longest delay, before jitter
  /// @param jitter share of the delay, 0 to 1, by which it is made longer or shorter at random
  /// @param random where the jitter comes from
  public Backoff(Duration first, Duration cap, double jitter, RandomGenerator random) {
    if (!first.isPositive() || cap.compareTo(first) < 0) {
      throw new IllegalArgumentException("need 0 < first <= cap, not " + first + " and " + cap);
    }
    if (!(jitter >= 0 && jitter <= 1)) { // also refuses what is not a number
      throw new IllegalArgumentException("jitter must be between 0 and 1, not " + jitter);
    }
    this.first = first;
    this.cap = cap;
    this.jitter = jitter;
    this.random = random;
  }

  /// Counts one more failure.
  ///
  /// @return how long to wait before the next attempt
  public Duration next() {
    int doublings = failures++ - 1;
    if (doublings < 0) {
      return Duration.ZERO;
    }
    // 62 doublings make 146 years of a nanosecond; one more would overflow.
    long factor = 1L << Math.min(doublings, 62);
    Duration plain = cap.dividedBy(first) < factor ? cap : min(first.multipliedBy(factor), cap);
    double spread = 1 + jitter * (2 * random.nextDouble() - 1);
    return Duration.ofNanos((long) (plain.toNanos() * spread));
  }

  /// Forgets all failures: the party has proved that it works.
  public void reset() {
    failures = 0;
  }

  /// Failures since the last reset.
  ///
  /// @return zero or more
  public int failures() {
    return failures;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
