package dev.perennial.schedule;

/// What the kinds of [LoopingCall] differ in: how the body is called and when it is called next.
///
/// One object for each start, unless it has no state. Only the run that is under way calls it, so
/// it needs no lock.
abstract class Pace<T> {

  /// The shortest pause between the end of a run and the next that a body can ask for. Without it a
  /// body that asks for none would leave nothing of a core for others.
  static final long SHORTEST_PAUSE = 1_000_000;

  static final double NANOS = 1e9;

  /// Calls the body once.
  ///
  /// @return the moment of the next run
  abstract long run(Loop<T> loop) throws Exception;

  /// The moment of the next run after one that failed.
  abstract long afterFailure(Loop<T> loop);

  /// Nanoseconds from the start after which the call is ended; 0 is no limit.
  long timeout() {
    return 0;
  }

  static long in(Loop<?> loop, long pause) {
    return loop.now() + Math.max(pause, SHORTEST_PAUSE);
  }
}
