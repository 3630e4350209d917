package dev.perennial.rpc.rabbitmq;

import dev.perennial.schedule.Ticker;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/// Says when a message is sent: the monotonic clock, and the time for which the machine was
/// suspended.
///
/// The monotonic clock stands still then, and whoever gets a message would take it for as much
/// older, see [SenderClocks]. So what the wall clock gains at once is added for good. It does no
/// harm if that clock was merely set: a sender whose clock is ahead is believed at once.
///
/// Belongs to whoever holds the lock of the link.
final class SentClock {

  private static final long LEAST_JUMP_MILLIS = 1_000;

  private final Ticker ticker;
  private final InstantSource wall;
  // What the wall clock showed more than the other one, when last asked.
  private long ahead;
  private long suspended;

  SentClock(Ticker ticker, InstantSource wall) {
    this.ticker = ticker;
    this.wall = wall;
    this.ahead = wall.millis() - monotonic();
  }

  /// Milliseconds since an arbitrary origin.
  long millis() {
    long monotonic = monotonic();
    long now = wall.millis() - monotonic;
    if (now - ahead > LEAST_JUMP_MILLIS) {
      suspended += now - ahead;
    }
    ahead = now;
    return monotonic + suspended;
  }

  private long monotonic() {
    return TimeUnit.NANOSECONDS.toMillis(ticker.nanoTime());
  }
}
