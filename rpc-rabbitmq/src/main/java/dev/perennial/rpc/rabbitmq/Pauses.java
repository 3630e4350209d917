package dev.perennial.rpc.rabbitmq;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait between attempts to connect.
///
/// The first attempt is made at once. While nobody listens at the address an attempt costs the
/// broker nothing, so for a minute the next one follows soon: a broker that restarts is found
/// within five seconds, and the longer it was away, the wider its clients spread over them.
/// Otherwise the pauses grow, and each is drawn at random up to its length (*full jitter*, M.
/// Brooker, *Exponential Backoff And Jitter*, AWS Architecture Blog, 2015). So the many clients of
/// one broker do not come back in step.
///
/// Belongs to one thread.
final class Pauses {

  private static final Duration LOOKING = Duration.ofMinutes(1);
  private static final double NANOS = 1e9;
  private static final double WIDEST_SPREAD = 4;

  private final RabbitOptions options;
  private final RandomGenerator random;
  private int failures;

  Pauses(RabbitOptions options, RandomGenerator random) {
    this.options = options;
    this.random = random;
  }

  /// Counts a failure.
  ///
  /// @param nobodyListens whether the address refused the connection
  /// @param outage how long there has been no connection
  /// @return how long to wait before the next attempt
  Duration next(boolean nobodyListens, Duration outage) {
    failures++;
    double splay = options.kombuReconnectSplay() * random.nextDouble();
    if (nobodyListens && outage.compareTo(LOOKING) < 0) {
      double delay = options.kombuReconnectDelay();
      return seconds(delay / 2 + spread(delay, outage) * random.nextDouble() + splay);
    }
    double whole =
        Math.min(
            options.rabbitRetryInterval() + (failures - 1.0) * options.rabbitRetryBackoff(),
            options.rabbitIntervalMax());
    return seconds(whole * random.nextDouble() + splay);
  }

  // Half of the outage: what was away long may be away a little longer.
  private static double spread(double delay, Duration outage) {
    return Math.max(delay, Math.min(outage.toMillis() / 2000.0, WIDEST_SPREAD));
  }

  void reset() {
    failures = 0;
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * NANOS));
  }
}
