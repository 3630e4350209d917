package dev.perennial.schedule;

import java.time.Duration;
import java.util.Optional;

/// The moment by which something must be over, measured on a [Ticker].
///
/// A timeout is a length and grows stale while it is handed on; a deadline stays true. Steps that
/// share one bound pass the same deadline along, so that together they never take longer than it.
///
/// Immutable.
public final class Deadline {

  // The longest time that can be waited for: 292 years.
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private final Ticker ticker;
  private final long start;
  private final Optional<Duration> length;

  private Deadline(Ticker ticker, Optional<Duration> length) {
    this.ticker = ticker;
    this.start = ticker.nanoTime();
    this.length = length;
  }

  /// A deadline on the system's monotonic clock.
  ///
  /// @param length time from now; zero or negative means that it has passed already
  /// @return the deadline
  public static Deadline after(Duration length) {
    return after(length, Ticker.system());
  }

  /// A deadline on the given clock.
  ///
  /// @param length time from now; zero or negative means that it has passed already
  /// @param ticker the clock that it is measured on
  /// @return the deadline
  public static Deadline after(Duration length, Ticker ticker) {
    return new Deadline(ticker, Optional.of(waitable(length)));
  }

  /// A deadline that never passes.
  ///
  /// @return the deadline without end
  public static Deadline never() {
    return new Deadline(Ticker.system(), Optional.empty());
  }

  /// Whether the moment has come.
  ///
  /// @return true from the moment on, and never again false
  public boolean passed() {
    return length.isPresent() && !remaining().isPositive();
  }

  /// Whether there is a moment at all.
  ///
  /// @return false only for [#never()]
  public boolean bounded() {
    return length.isPresent();
  }

  /// Time that is left.
  ///
  /// @return the rest, zero once the moment has come; for [#never()] a span of centuries, so that
  ///   it can be waited for like any other
  public Duration remaining() {
    if (length.isEmpty()) {
      return LONGEST;
    }
    Duration left = length.get().minusNanos(ticker.nanoTime() - start);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /// The earlier of this deadline and one that lies `length` from now on the same clock.
  ///
  /// @param length time from now
  /// @return a deadline that is not later than this one
  public Deadline orEarlier(Duration length) {
    Duration left = remaining();
    return left.compareTo(length) <= 0 ? this : after(length, ticker);
  }

  /// A later moment: this deadline moved back by a grace.
  ///
  /// @param grace what is added to the time that remains
  /// @return the moved deadline; [#never()] stays what it is
  public Deadline plus(Duration grace) {
    return bounded() ? after(remaining().plus(shorter(grace)), ticker) : this;
  }

  private static Duration waitable(Duration length) {
    return length.isNegative() ? Duration.ZERO : shorter(length);
  }

  private static Duration shorter(Duration length) {
    return length.compareTo(LONGEST) < 0 ? length : LONGEST;
  }

  @Override
  public String toString() {
    return length.isEmpty() ? "no deadline" : "deadline in " + remaining().toMillis() + " ms";
  }
}
