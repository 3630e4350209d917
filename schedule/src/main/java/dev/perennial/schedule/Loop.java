package dev.perennial.schedule;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A [LoopingCall] from one start to its end.
///
/// Its lock is its own monitor, which costs a waiting timer no memory. Nothing of others is called
/// with it held, but for the timers.
final class Loop<T> extends Timed implements Runnable {

  private static final Logger LOG = System.getLogger("dev.perennial.schedule");

  /// Where a loop runs.
  ///
  /// @param timers what it waits on
  /// @param carried what its runs see
  /// @param ended told once no run is under way and none will come
  record Host(Timers timers, CarriedValues carried, Consumer<Loop<?>> ended) {}

  //            ┌────next moment known────┐
  //            ▼                         │
  // start ► WAITING ──due and begun──► RUNNING ──stopped, finished, failed, too late──► ENDED
  //            └────────────────────stopped, finished, too late───────────────────────────▲
  // WAITING: in the timers, or handed on and not begun yet. RUNNING: `runner` is in the body. What
  // is stopped while it runs ends after the run. Stopping may be caused by any thread, the rest by
  // the thread of the run.
  private enum State {
    WAITING,
    RUNNING,
    ENDED
  }

  private final LoopingCall<T> call;
  private final Pace<T> pace;
  private final Host host;
  private final String name;
  private final Ending<T> ending = new Ending<>();

  // Guarded by the monitor.
  private State state = State.WAITING;
  private boolean hurried;
  private @Nullable Thread runner;
  private long startedAt;
  private @Nullable Outcome<T> wanted;
  private @Nullable Timer limit;

  // Only the run that is under way uses these.
  private long nextRun;
  private @Nullable Overruns overruns;

  Loop(LoopingCall<T> call, Pace<T> pace, Host host, String name) {
    this.call = call;
    this.pace = pace;
    this.host = host;
    this.name = name;
  }

  void start() {
    synchronized (this) {
      if (pace.timeout() > 0) {
        limit = host.timers().after(Duration.ofNanos(pace.timeout()), this::tooLate);
      }
    }
    host.timers().schedule(this, Timers.nanos(call.initialDelay()));
  }

  LoopingCall<T> call() {
    return call;
  }

  String name() {
    return name;
  }

  Ending<T> ending() {
    return ending;
  }

  long now() {
    return host.timers().now();
  }

  /// When the run that is under way began; for that run.
  synchronized long startedAt() {
    return startedAt;
  }

  synchronized boolean isEnding() {
    return wanted != null;
  }

  synchronized boolean hasEnded() {
    return state == State.ENDED;
  }

  synchronized boolean isRunBy(Thread thread) {
    return runner == thread;
  }

  /// The run that is under way; nothing between two runs.
  synchronized Optional<WorkInFlight> inFlight() {
    return Optional.ofNullable(runner)
        .map(thread ->
            new WorkInFlight(
                "run of a timer",
                name,
                Optional.empty(),
                Duration.ofNanos(now() - startedAt),
                Optional.of(thread)));
  }

  /// Ends it with this outcome, after the run that is under way if there is one.
  void end(Outcome<T> outcome) {
    if (endIfWaiting(outcome)) {
      ended();
    }
  }

  /// Interrupts the run that is under way, unless it is the caller's own.
  synchronized void interrupt() {
    if (runner != null && runner != Thread.currentThread()) {
      runner.interrupt();
    }
  }

  /// Makes the next run due now.
  synchronized void hurry() {
    if (state == State.RUNNING) {
      hurried = true;
    } else if (state == State.WAITING && host.timers().cancel(this)) {
      host.timers().schedule(this, 0);
    }
  }

  void overran(long by) {
    if (overruns == null) {
      overruns = new Overruns(name);
    }
    overruns.report(by, now());
  }

  @Override
  void expire() {
    host.timers().hand(this);
  }

  @Override
  public void run() {
    if (begin()) {
      host.carried().run(this::step);
      if (endOrWait()) {
        ended();
      }
    } else {
      ended();
    }
  }

  private synchronized boolean begin() {
    if (wanted != null) {
      state = State.ENDED;
      return false;
    }
    state = State.RUNNING;
    runner = Thread.currentThread();
    startedAt = now();
    return true;
  }

  private void step() {
    nameThread();
    try {
      nextRun = pace.run(this);
    } catch (Throwable failure) {
      failed(failure);
    }
  }

  private void nameThread() {
    Thread thread = Thread.currentThread();
    if (thread.isVirtual() && thread.getName().isEmpty()) {
      thread.setName(name);
    }
  }

  private void failed(Throwable failure) {
    if (isEnding() && failure instanceof InterruptedException) {
      return;
    }
    Failures.log(name, failure);
    if (call.goesOnAfter(failure)) {
      survive();
    } else {
      want(new Outcome.Failed<>(failure));
    }
  }

  private void survive() {
    try {
      nextRun = pace.afterFailure(this);
    } catch (LoopTimeoutException tooManyFailures) {
      LOG.log(Level.ERROR, name + " failed", tooManyFailures);
      want(new Outcome.Failed<>(tooManyFailures));
    }
  }

  // A failure counts more than a wish to stop that came before it.
  private synchronized void want(Outcome<T> outcome) {
    wanted = outcome;
  }

  private synchronized boolean endOrWait() {
    runner = null;
    if (wanted != null) {
      state = State.ENDED;
      return true;
    }
    state = State.WAITING;
    long when = hurried ? now() : nextRun;
    hurried = false;
    // From here on another thread may be in the next run.
    host.timers().scheduleAt(this, when);
    return false;
  }

  private synchronized boolean endIfWaiting(Outcome<T> outcome) {
    if (wanted == null) {
      wanted = outcome;
    }
    boolean endsNow = state == State.WAITING && host.timers().cancel(this);
    if (endsNow) {
      state = State.ENDED;
    }
    return endsNow;
  }

  /// Its timeout has passed.
  void tooLate() {
    if (hasEnded()) {
      return;
    }
    LoopTimeoutException cause = new LoopTimeoutException(name, Duration.ofNanos(pace.timeout()));
    LOG.log(Level.ERROR, name + " failed", cause);
    Outcome<T> outcome = new Outcome.Failed<>(cause);
    end(outcome);
    reportHungRun();
    interrupt();
    ending.set(outcome);
  }

  private void reportHungRun() {
    Thread hung;
    synchronized (this) {
      hung = runner;
    }
    if (hung != null) {
      LOG.log(Level.WARNING, name + " is interrupted in" + Stack.of(hung));
    }
  }

  private void ended() {
    Outcome<T> outcome;
    Timer pending;
    synchronized (this) {
      outcome = wanted == null ? new Outcome.Stopped<>() : wanted;
      pending = limit;
    }
    if (pending != null) {
      pending.cancel();
    }
    host.ended().accept(this);
    ending.set(outcome);
  }

  @Override
  public String toString() {
    return name;
  }
}
