package dev.perennial.logging;

import dev.perennial.schedule.Ticker;
import java.util.concurrent.TimeUnit;

/// Lets so many records through in each interval and no more, but for severe ones.
///
/// Thread-safe.
final class RateLimit {

  /// What becomes of a record.
  enum Verdict {
    WRITE,
    DROP,
    /// It is the first to be dropped in this interval: say so instead.
    DROP_AND_TELL
  }

  private final long intervalNanos;
  private final int burst;
  private final LogLevel except;
  private final Ticker ticker;
  private long began;
  private int count;

  RateLimit(LogOptions options, Ticker ticker) {
    this.intervalNanos = TimeUnit.SECONDS.toNanos(options.rateLimitInterval());
    this.burst = options.rateLimitBurst();
    this.except = options.rateLimitExceptLevel();
    this.ticker = ticker;
    this.began = ticker.nanoTime();
  }

  Verdict of(LogLevel level) {
    if (intervalNanos == 0 || burst == 0 || level.isAtLeast(except)) {
      return Verdict.WRITE;
    }
    synchronized (this) {
      long now = ticker.nanoTime();
      if (now - began >= intervalNanos) {
        began = now;
        count = 0;
      }
      count++;
      if (count <= burst) {
        return Verdict.WRITE;
      }
      return count == burst + 1 ? Verdict.DROP_AND_TELL : Verdict.DROP;
    }
  }

  String inWords() {
    return "more than %s records in %s s: the others of this interval are dropped"
        .formatted(burst, TimeUnit.NANOSECONDS.toSeconds(intervalNanos));
  }
}
