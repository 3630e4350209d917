package dev.perennial.schedule;

/// The same time from start to start. The moments form a grid, so that being a little late each
/// time does not add up; a run that outlasts its interval moves the grid. It has no state, so it
/// serves every start.
final class FixedPace<T> extends Pace<T> implements LoopingCall.Kind<T> {

  /// What is less than this rounds to no hundredth of a second and is no overrun.
  private static final long LEAST_OVERRUN = 5_000_000;

  private final LoopingCall.FixedBody<T> body;
  private final long interval;
  private final long timeout;

  FixedPace(LoopingCall.FixedBody<T> body, long interval, long timeout) {
    this.body = body;
    this.interval = Math.max(interval, SHORTEST_PAUSE);
    this.timeout = timeout;
  }

  @Override
  public Pace<T> pace() {
    return this;
  }

  @Override
  long run(Loop<T> loop) throws Exception {
    body.run(loop.call());
    return next(loop);
  }

  @Override
  long afterFailure(Loop<T> loop) {
    return next(loop);
  }

  @Override
  long timeout() {
    return timeout;
  }

  private long next(Loop<T> loop) {
    long now = loop.now();
    long took = now - loop.startedAt();
    if (took - interval >= LEAST_OVERRUN) {
      loop.overran(took - interval);
    }
    return Math.max(loop.when + interval, now);
  }
}
