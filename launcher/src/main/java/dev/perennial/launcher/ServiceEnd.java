package dev.perennial.launcher;

import dev.perennial.schedule.Deadline;
import dev.perennial.service.Service;
import dev.perennial.service.ServiceState;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The end of the service of a worker: it drains, is stopped whatever came of that, and is waited
/// for. That happens on a thread of its own, so that a service whose drain hangs can be cut off.
///
/// Begun and cut off by the thread that obeys orders.
final class ServiceEnd {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  /// What the interrupted tasks of a service get to leave, whatever is left of the deadline.
  private static final Duration MOMENT = Duration.ofSeconds(1);

  /// What came of it.
  ///
  /// @param inTime whether the service had finished and nothing of it was left
  /// @param failure why it could not finish
  record Outcome(boolean inTime, Optional<Throwable> failure) {}

  // RUNNING ──begin──► DRAINING ──drained, or failed──► STOPPING ──► told
  //                        └───────────cutOff──────────────▲
  // Who leads it to STOPPING, the thread that drains or the one that cuts it off, takes it to the
  // end; the other one leaves it alone.
  private final AtomicBoolean stopping = new AtomicBoolean();

  private final Service service;
  private final Consumer<ServiceState> states;
  private final Runnable report;
  private final Consumer<Outcome> whenOver;
  private final Supplier<Thread.Builder> threads;
  private volatile boolean hadTime;

  /// @param states hears of the states that it brings about
  /// @param report is run before what is late is cut off
  /// @param whenOver hears of the outcome, once, unless the service hangs when it is stopped
  ServiceEnd(
      Service service, Consumer<ServiceState> states, Runnable report, Consumer<Outcome> whenOver) {
    this(service, states, report, whenOver, LineChannel::ownThread);
  }

  /// @param threads of what kind its own are
  ServiceEnd(
      Service service,
      Consumer<ServiceState> states,
      Runnable report,
      Consumer<Outcome> whenOver,
      Supplier<Thread.Builder> threads) {
    this.service = service;
    this.states = states;
    this.report = report;
    this.whenOver = whenOver;
    this.threads = threads;
  }

  /// Begins to drain.
  void begin(Deadline deadline) {
    states.accept(ServiceState.DRAINING);
    hadTime = !deadline.passed();
    aside(() -> {
      Optional<Throwable> failure = drain(deadline);
      stop(!deadline.passed(), failure);
    });
  }

  /// Waits for the drain no longer. What follows it is not hurried.
  void cutOff() {
    aside(() -> stop(false, Optional.empty()));
  }

  // Without memory for a thread it is done by the one that obeys orders, which is deaf meanwhile.
  private void aside(Runnable action) {
    try {
      threads.get().name("service-end").start(action);
    } catch (RuntimeException | Error noThread) {
      action.run();
    }
  }

  // Errors are caught too: when the files of a running program were replaced, a class that is first
  // needed on the way down is missing.
  private Optional<Throwable> drain(Deadline deadline) {
    try {
      service.drain(deadline);
      return Optional.empty();
    } catch (Exception | Error failure) {
      LOG.log(Level.ERROR, service.name() + " failed while it drained", failure);
      return Optional.of(failure);
    }
  }

  private void stop(boolean inTime, Optional<Throwable> failure) {
    if (!stopping.compareAndSet(false, true)) {
      return;
    }
    if (!inTime && hadTime) {
      report.run();
    }
    states.accept(ServiceState.STOPPING);
    boolean ended = stopAndAwait();
    whenOver.accept(new Outcome(inTime && ended, failure));
  }

  private boolean stopAndAwait() {
    try {
      service.stop();
      return service.awaitStopped(Deadline.after(MOMENT));
    } catch (Exception | Error failure) {
      LOG.log(Level.ERROR, service.name() + " failed while it ended", failure);
      return false;
    }
  }
}
