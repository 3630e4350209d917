package dev.perennial.rpc.rabbitmq;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait between attempts to connect.
///
/// The first attempt after a loss is made at once, unless the connection had only just been made.
/// While nobody listens at the address an attempt costs the broker nothing, so for a minute the
/// next one follows soon: a broker that restarts is found within five seconds, and the longer it
/// was away, the wider its clients spread over them. Otherwise the pauses grow, and each is drawn
/// at random up to its length (*full jitter*, M. Brooker, *Exponential Backoff And Jitter*, AWS
/// Architecture Blog, 2015). So the many clients of one broker do not come back in step.
///
/// Belongs to one thread.
final class Pauses {

  private static final Duration LOOKING = Duration.ofMinutes(1);
  // Whoever ends a connection sooner than that may well end the next one too.
  private static final Duration PROVEN = Duration.ofSeconds(5);
  private static final double NANOS = 1e9;
  private static final double WIDEST_SPREAD = 4;

  private final RabbitOptions options;
  private final RandomGenerator random;
  private int failures;

  Pauses(RabbitOptions options, RandomGenerator random) {
    this.options = options;
    this.random = random;
  }

  /// What follows the loss of a connection; one that lasted begins the pauses anew.
  ///
  /// @param lasted how long the connection was up
  /// @return how long to wait before the next attempt
  Duration afterLoss(Duration lasted) {
    if (lasted.compareTo(PROVEN) < 0) {
      return next(false, Duration.ZERO);
    }
    failures = 0;
    return seconds(splay());
  }

  /// Counts a failure.
  ///
  /// @param nobodyListens whether the address refused the connection
  /// @param outage how long there has been no connection
  /// @return how long to wait before the next attempt
  Duration next(boolean nobodyListens, Duration outage) {
    failures++;
    double splay = splay();
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

  private double splay() {
    return options.kombuReconnectSplay() * random.nextDouble();
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * NANOS));
  }
}
