package dev.perennial.schedule;

import java.time.Duration;
import java.util.Optional;

/// The body says how long to pause after each run.
final class DynamicPace<T> extends Pace<T> {

  private static final long FIRST_PAUSE_OF_FAILURES = 1_000_000_000;
  private static final long LONGEST_PAUSE_OF_FAILURES = 60 * FIRST_PAUSE_OF_FAILURES;
  private static final int MOST_DOUBLINGS = 6;

  private final LoopingCall.DynamicBody<T> body;
  private final Optional<Duration> longest;
  private int failures;

  DynamicPace(LoopingCall.DynamicBody<T> body, Optional<Duration> longest) {
    this.body = body;
    this.longest = longest;
  }

  @Override
  long run(Loop<T> loop) throws Exception {
    Optional<Duration> asked = body.run(loop.call());
    failures = 0;
    if (asked.isEmpty() && longest.isEmpty() && !loop.isEnding()) {
      throw new IllegalStateException(
          loop.name() + " did not say how long to pause, and has no longest pause");
    }
    long pause = asked.or(() -> longest).map(Timers::nanos).orElse(0L);
    return in(loop, Math.min(pause, longestOr(Long.MAX_VALUE)));
  }

  @Override
  long afterFailure(Loop<T> loop) {
    long pause = FIRST_PAUSE_OF_FAILURES << Math.min(failures++, MOST_DOUBLINGS);
    return in(loop, Math.min(pause, longestOr(LONGEST_PAUSE_OF_FAILURES)));
  }

  private long longestOr(long other) {
    return longest.map(Timers::nanos).orElse(other);
  }
}
