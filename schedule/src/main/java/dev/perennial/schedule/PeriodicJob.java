package dev.perennial.schedule;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One of [PeriodicTasks]: when it is due, how it is run, what it has done.
///
/// Thread-safe; its runs never overlap.
final class PeriodicJob {

  private static final Logger LOG = System.getLogger("dev.perennial.schedule");

  private static final long NEVER = -1;

  private final PeriodicTaskSpec spec;
  private final PeriodicTasks.Body body;
  private final Timers timers;

  // WAITING ──due or asked for──► RUNNING ──ended──► WAITING
  // A pause does not end a run; while it lasts a job is only run when asked for. The thread that
  // runs what is due causes both transitions; any thread may pause, resume and ask.
  // Guarded by the monitor, like everything below.
  private boolean running;
  private boolean paused;
  private boolean askedFor;
  private boolean firstRunNow;
  private final PeriodicGrid grid;
  private long lastStart = NEVER;
  private long lastLength = NEVER;
  private long longest;
  private long runs;
  private long failures;
  private long missed;
  private long overruns;
  private @Nullable String lastFailure;

  PeriodicJob(
      PeriodicTaskSpec spec, PeriodicTasks.Body body, Timers timers, RandomGenerator random) {
    this.spec = spec;
    this.body = body;
    this.timers = timers;
    this.grid = new PeriodicGrid(spec, timers.now(), random);
    this.firstRunNow = spec.runImmediately();
  }

  String name() {
    return spec.name();
  }

  /// Counts from now, as at the start of a service.
  synchronized void begin() {
    grid.beginAfter(timers.now());
    firstRunNow = spec.runImmediately();
  }

  /// Nanoseconds until it has to be looked at; never more than can be waited for.
  synchronized long untilNext() {
    if (askedFor) {
      return 0;
    }
    if (paused || running) {
      return Long.MAX_VALUE;
    }
    return firstRunNow ? 0 : Math.max(0, grid.next() - timers.now());
  }

  synchronized void pause() {
    paused = true;
  }

  synchronized void resume() {
    if (paused) {
      paused = false;
      grid.blockedUntil(timers.now());
    }
  }

  synchronized void askFor() {
    askedFor = true;
  }

  synchronized boolean isDue() {
    return untilNext() == 0;
  }

  /// The point of the grid at which it ran or should have run last.
  synchronized long lastPoint() {
    return grid.lastPoint();
  }

  /// Runs it as often as it is due now. Failures are logged and counted.
  ///
  /// @param goesOn asked before each run; once it says no, none begins
  void runIfDue(BooleanSupplier goesOn) {
    long due = goesOn.getAsBoolean() ? takeDue() : 0;
    long left = due;
    try {
      for (; left > 0 && goesOn.getAsBoolean(); left--) {
        runOnce().ifPresent(this::log);
      }
    } finally {
      ended(due, left);
    }
  }

  /// Runs it as often as it is due now, until a run fails.
  ///
  /// @param goesOn asked before each run; once it says no, none begins
  /// @return what that run threw
  Optional<Throwable> runIfDueUntilFailure(BooleanSupplier goesOn) {
    long due = goesOn.getAsBoolean() ? takeDue() : 0;
    long left = due;
    Optional<Throwable> failure = Optional.empty();
    try {
      for (; left > 0 && failure.isEmpty() && goesOn.getAsBoolean(); left--) {
        failure = runOnce();
      }
    } finally {
      ended(due, left);
    }
    return failure;
  }

  synchronized PeriodicTaskStatus status() {
    long now = timers.now();
    return new PeriodicTaskStatus(
        spec.name(),
        state(),
        spec.spacing(),
        lastStart == NEVER ? Optional.empty() : Optional.of(Duration.ofNanos(now - lastStart)),
        paused ? Optional.empty() : Optional.of(untilGridNext(now)),
        lastLength == NEVER ? Optional.empty() : Optional.of(Duration.ofNanos(lastLength)),
        Duration.ofNanos(longest),
        runs,
        failures,
        missed,
        overruns,
        Optional.ofNullable(lastFailure));
  }

  private Duration untilGridNext(long now) {
    return Duration.ofNanos(firstRunNow || askedFor ? 0 : Math.max(0, grid.next() - now));
  }

  private PeriodicTaskStatus.State state() {
    if (running) {
      return PeriodicTaskStatus.State.RUNNING;
    }
    return paused ? PeriodicTaskStatus.State.PAUSED : PeriodicTaskStatus.State.WAITING;
  }

  private synchronized long takeDue() {
    if (running) {
      return 0;
    }
    long wanted = askedFor ? 1 : 0;
    askedFor = false;
    if (!paused) {
      long now = timers.now();
      if (firstRunNow) {
        firstRunNow = false;
        grid.beginAt(now);
      }
      PeriodicGrid.Due due = grid.take(now);
      missed += due.missed();
      wanted = Math.max(wanted, due.runs());
    }
    running = wanted > 0;
    return wanted;
  }

  private synchronized void ended(long due, long left) {
    missed += left;
    if (due > 0) {
      running = false;
      if (!paused) {
        grid.blockedUntil(timers.now());
      }
    }
  }

  private Optional<Throwable> runOnce() {
    begun();
    Optional<Timer> watch = watch();
    Optional<Throwable> failure = Optional.empty();
    try {
      body.run();
    } catch (Throwable thrown) {
      failure = Optional.of(thrown);
    }
    watch.ifPresent(Timer::cancel);
    count(failure);
    return failure;
  }

  private synchronized void begun() {
    runs++;
    lastStart = timers.now();
  }

  private synchronized void count(Optional<Throwable> failure) {
    lastLength = timers.now() - lastStart;
    longest = Math.max(longest, lastLength);
    failure.ifPresent(thrown -> {
      failures++;
      lastFailure = Failures.inWords(thrown);
    });
  }

  private Optional<Timer> watch() {
    if (spec.deadline().isZero()) {
      return Optional.empty();
    }
    Thread runner = Thread.currentThread();
    return Optional.of(timers.after(spec.deadline(), () -> reportOverrun(runner)));
  }

  private void reportOverrun(Thread runner) {
    synchronized (this) {
      overruns++;
    }
    LOG.log(
        Level.WARNING,
        "periodic task {0} has run for longer than its deadline of {1} and is in{2}",
        name(),
        spec.deadline(),
        Stack.of(runner));
  }

  private void log(Throwable failure) {
    Failures.log("periodic task " + name(), failure);
    if (failure instanceof InterruptedException) {
      // Meant for the thread, whose loop has to hear of it too.
      Thread.currentThread().interrupt();
    }
  }
}
