package dev.perennial.schedule;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Pauses that grow while runs report errors, as [BackOff] says.
///
/// The time of the runs counts towards the timeout, not only that of the pauses.
final class BackOffPace<T> extends Pace<T> {

  private static final double DEVIATION = 0.1;
  private static final long NO_ERROR = -1;

  private final LoopingCall.BackOffBody<T> body;
  private final BackOff backOff;
  private final RandomGenerator random;
  private double interval;
  private long firstErrorAt = NO_ERROR;

  BackOffPace(LoopingCall.BackOffBody<T> body, BackOff backOff, RandomGenerator random) {
    this.body = body;
    this.backOff = backOff;
    this.random = random;
    this.interval = seconds(backOff.startingInterval());
  }

  @Override
  long run(Loop<T> loop) throws Exception {
    boolean good = body.run(loop.call());
    return good || loop.isEnding() ? afterSuccess(loop) : afterFailure(loop);
  }

  @Override
  long afterFailure(Loop<T> loop) {
    long now = loop.now();
    if (firstErrorAt == NO_ERROR) {
      firstErrorAt = now;
    }
    long pause = nanos(Math.min(spread(interval * 2), seconds(backOff.maxInterval())));
    interval = Math.max(interval * 2 * backOff.jitter(), seconds(backOff.minInterval()));
    long errorTime = now - firstErrorAt + pause;
    if (backOff.timeout().isPositive() && errorTime > Timers.nanos(backOff.timeout())) {
      throw new LoopTimeoutException(loop.name(), Duration.ofNanos(errorTime));
    }
    return in(loop, pause);
  }

  private long afterSuccess(Loop<T> loop) {
    firstErrorAt = NO_ERROR;
    interval = seconds(backOff.startingInterval());
    return in(loop, nanos(draw() * interval));
  }

  private double spread(double length) {
    return switch (backOff.spread()) {
      case GAUSSIAN -> Math.max(length * draw(), seconds(backOff.minInterval()));
      case FULL -> {
        double most = Math.min(length * backOff.jitter(), seconds(backOff.maxInterval()));
        yield Math.max(most * random.nextDouble(), seconds(backOff.minInterval()));
      }
    };
  }

  private double draw() {
    return switch (backOff.spread()) {
      case GAUSSIAN -> Math.abs(random.nextGaussian(backOff.jitter(), DEVIATION));
      case FULL -> random.nextDouble();
    };
  }

  private static double seconds(Duration length) {
    return Timers.nanos(length) / NANOS;
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * NANOS);
  }
}
