package dev.perennial.schedule;

import java.util.random.RandomGenerator;

/// The moments of a periodic task: a grid that is `spacing` wide and never moves. A run may be late
/// by chance on purpose, so that the same task of many machines does not run everywhere at once,
/// but that delay is drawn anew each time and does not add up.
///
/// Not thread-safe.
final class PeriodicGrid {

  private static final long NO_JITTER_BELOW = 20_000_000_000L;
  private static final int JITTER_PART = 20;

  /// What is to be done at a moment.
  ///
  /// @param runs how many runs are due
  /// @param missed how many were missed and are not made up for
  record Due(long runs, long missed) {
    static final Due NOTHING = new Due(0, 0);
  }

  private final PeriodicTaskSpec spec;
  private final long spacing;
  private final RandomGenerator random;
  private long point;
  private long jitter;
  private boolean blocked;

  /// A grid whose first moment is one spacing after `anchor`.
  PeriodicGrid(PeriodicTaskSpec spec, long anchor, RandomGenerator random) {
    this.spec = spec;
    this.spacing = Timers.nanos(spec.spacing());
    this.random = random;
    beginAfter(anchor);
  }

  /// Begins the grid anew, with the first moment one spacing after `anchor`.
  void beginAfter(long anchor) {
    point = anchor + spacing;
    jitter = drawJitter();
    blocked = false;
  }

  /// The next moment, its delay included.
  long next() {
    return point + jitter;
  }

  /// The last point of the grid before the next moment.
  long lastPoint() {
    return point - spacing;
  }

  /// Begins the grid anew, with the first moment now.
  void beginAt(long now) {
    point = now;
    jitter = 0;
    blocked = false;
  }

  /// Says that the task could not have run until now.
  void blockedUntil(long now) {
    blocked |= now >= next();
  }

  /// Takes the moments that have come. They do not come again.
  Due take(long now) {
    if (now < next()) {
      return Due.NOTHING;
    }
    long behind = (now - point) / spacing + 1;
    boolean inTime = behind == 1 && !blocked;
    long runs = inTime ? 1 : spec.missed().madeUp(behind, spec.catchUp());
    point += behind * spacing;
    jitter = drawJitter();
    blocked = false;
    return new Due(runs, behind - runs);
  }

  private long drawJitter() {
    return spacing < NO_JITTER_BELOW ? 0 : (long) (random.nextDouble() * spacing / JITTER_PART);
  }
}
