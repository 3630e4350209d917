package dev.perennial.schedule;

/// What becomes of the runs of a periodic task whose moments passed while it could not run: it was
/// paused, its run before took too long, or nobody looked for a whole spacing.
public enum MissedRuns {
  /// They are dropped; the task runs next at the next moment that comes.
  SKIP,

  /// The task runs once as soon as it can, then at the next moment that comes.
  ONCE,

  /// The task runs as often as it should have, one run right after the other, but not more often
  /// than [PeriodicTask#catchUp()] says.
  CATCH_UP;

  /// How many of the missed runs are made up for.
  long madeUp(long behind, int mostCaughtUp) {
    return switch (this) {
      case SKIP -> 0;
      case ONCE -> 1;
      case CATCH_UP -> Math.min(behind, mostCaughtUp);
    };
  }
}
