package dev.perennial.rpc.rabbitmq;

import dev.perennial.schedule.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Says when a message is sent, or comes: the monotonic clock, and the time for which the machine
/// was suspended.
///
/// The monotonic clock stands still then. Whoever gets a message would take it for as much older,
/// see [SenderClocks]; and whoever was suspended with a message in the socket, for as much younger.
/// The wall clock tells that something has happened. It may also have been set, and whoever took
/// that for a suspension would make what was sent before look old. So the uptime of the machine
/// tells for how long it was suspended; where that is not known, what the wall clock gained at once
/// is believed.
///
/// Thread-safe.
final class SentClock {

  private static final long LEAST_JUMP_MILLIS = 1_000;

  private final Ticker ticker;
  private final InstantSource wall;
  private final Supplier<Optional<Duration>> uptime;
  // What the machine was suspended for before, but for what the origins of the clocks are apart.
  private final Optional<Long> before;
  // What the wall clock showed more than the other one, when last asked.
  private long ahead;
  private long suspended;

  /// That of this machine.
  static SentClock system() {
    return new SentClock(Ticker.system(), InstantSource.system(), Uptime::read);
  }

  /// @param uptime of the machine, where it is known
  SentClock(Ticker ticker, InstantSource wall, Supplier<Optional<Duration>> uptime) {
    this.ticker = ticker;
    this.wall = wall;
    this.uptime = uptime;
    this.before = beyondMonotonic();
    this.ahead = wall.millis() - monotonic();
  }

  /// Milliseconds since an arbitrary origin.
  synchronized long millis() {
    long monotonic = monotonic();
    long now = wall.millis() - monotonic;
    if (now - ahead > LEAST_JUMP_MILLIS) {
      long gained = now - ahead;
      suspended = suspendedSinceThen().orElse(suspended + gained);
    }
    ahead = now;
    return monotonic + suspended;
  }

  private Optional<Long> suspendedSinceThen() {
    return before.flatMap(then -> beyondMonotonic().map(now -> now - then));
  }

  private Optional<Long> beyondMonotonic() {
    return uptime.get().map(up -> up.toMillis() - monotonic());
  }

  private long monotonic() {
    return TimeUnit.NANOSECONDS.toMillis(ticker.nanoTime());
  }
}
