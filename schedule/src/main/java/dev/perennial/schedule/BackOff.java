package dev.perennial.schedule;

import java.time.Duration;

/// How the pauses of [LoopingCall#backOff] grow while its runs report errors. [#DEFAULTS] are those
/// of `oslo.service`; begin there and change what is to be different.
///
/// With [Jitter#GAUSSIAN] and r = |a normal draw of mean `jitter` and deviation 0.1|: a good run is
/// followed by `startingInterval · r`. An error is followed by `2 · interval · r`, not below
/// `minInterval` and not above `maxInterval`, and the interval then grows by `2 · jitter`: by the
/// mean and not by the draw, so that chance does not add up.
///
/// @param startingInterval the interval after a good run; positive
/// @param timeout how long runs may report errors in a row, the next pause included; zero means for
///   ever
/// @param maxInterval the longest pause after an error
/// @param jitter mean of the draws; below 0.5 the interval shrinks instead of growing; positive
/// @param minInterval the shortest interval and pause after an error; positive
/// @param spread how the pauses are drawn
public record BackOff(
    Duration startingInterval,
    Duration timeout,
    Duration maxInterval,
    double jitter,
    Duration minInterval,
    Jitter spread) {

  /// How the pauses of many parties are kept apart.
  public enum Jitter {
    /// The algorithm of `oslo.service`, as described above: pauses stay near the interval.
    GAUSSIAN,

    /// A pause is drawn evenly from zero to the pause that would be due (*full jitter*, M. Brooker,
    /// *Exponential Backoff And Jitter*, AWS Architecture Blog, 2015): spreads many parties best.
    FULL
  }

  /// Starting interval 1 s, timeout 300 s, longest pause 300 s, jitter 0.75, shortest 1 ms,
  /// Gaussian.
  public static final BackOff DEFAULTS =
      new BackOff(
          Duration.ofSeconds(1),
          Duration.ofSeconds(300),
          Duration.ofSeconds(300),
          0.75,
          Duration.ofMillis(1),
          Jitter.GAUSSIAN);

  /// Checks the values.
  ///
  /// @throws IllegalArgumentException naming the value that is out of range
  public BackOff {
    requirePositive("startingInterval", startingInterval);
    requirePositive("minInterval", minInterval);
    requirePositive("maxInterval", maxInterval);
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("timeout must not be negative: " + timeout);
    }
    if (!(jitter > 0 && Double.isFinite(jitter))) { // also refuses what is not a number
      throw new IllegalArgumentException("jitter must be positive: " + jitter);
    }
  }

  /// The same with another interval after a good run.
  ///
  /// @param interval positive
  /// @return the changed values
  public BackOff withStartingInterval(Duration interval) {
    return new BackOff(interval, timeout, maxInterval, jitter, minInterval, spread);
  }

  /// The same with another timeout.
  ///
  /// @param length zero means none
  /// @return the changed values
  public BackOff withTimeout(Duration length) {
    return new BackOff(startingInterval, length, maxInterval, jitter, minInterval, spread);
  }

  /// The same with another longest pause.
  ///
  /// @param interval positive
  /// @return the changed values
  public BackOff withMaxInterval(Duration interval) {
    return new BackOff(startingInterval, timeout, interval, jitter, minInterval, spread);
  }

  /// The same with another mean of the draws.
  ///
  /// @param mean positive
  /// @return the changed values
  public BackOff withJitter(double mean) {
    return new BackOff(startingInterval, timeout, maxInterval, mean, minInterval, spread);
  }

  /// The same with another shortest pause.
  ///
  /// @param interval positive
  /// @return the changed values
  public BackOff withMinInterval(Duration interval) {
    return new BackOff(startingInterval, timeout, maxInterval, jitter, interval, spread);
  }

  /// The same with pauses drawn in another way.
  ///
  /// @param other the way
  /// @return the changed values
  public BackOff withSpread(Jitter other) {
    return new BackOff(startingInterval, timeout, maxInterval, jitter, minInterval, other);
  }

  private static void requirePositive(String what, Duration length) {
    if (!length.isPositive()) {
      throw new IllegalArgumentException(what + " must be positive: " + length);
    }
  }
}
