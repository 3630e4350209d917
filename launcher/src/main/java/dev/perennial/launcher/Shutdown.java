package dev.perennial.launcher;

import dev.perennial.launcher.WorkerHandle.State;
import dev.perennial.process.ExitStatus;
import dev.perennial.schedule.Deadline;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// The end of all services in reverse order, each gone before the next is told, under one common
/// deadline.
///
/// Owned by the supervisor's thread.
final class Shutdown {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  /// Workers that are busy empty the queue of their sockets in this time or never.
  private static final Duration QUEUE_LIMIT = Duration.ofSeconds(1);

  // For the service whose turn it is, from the last one down to the first:
  //   NEXT ──its sockets are being shut──► SHUTTING ──ListenersShut──► DRAINING ──all gone──► NEXT
  // NEXT after the first service is the end. force() kills everything from any of them.
  private enum Step {
    NEXT,
    SHUTTING,
    DRAINING
  }

  private final Fleet fleet;
  private final Deadline deadline;
  private final Consumer<Command> commands;
  private final Executor aside;
  private final List<ManagedService> order;
  private int turn = -1;
  private Step step = Step.NEXT;
  private int exitCode;
  private boolean forced;

  Shutdown(
      Fleet fleet, Deadline deadline, int exitCode, Consumer<Command> commands, Executor aside) {
    this.fleet = fleet;
    this.deadline = deadline;
    this.exitCode = exitCode;
    this.commands = commands;
    this.aside = aside;
    this.order = fleet.services().reversed();
  }

  int exitCode() {
    return exitCode;
  }

  /// Waits for nobody any more.
  void force(String why) {
    forced = true;
    exitCode = 1;
    fleet.killAll("killed because of " + why);
    order.forEach(ManagedService::closeListeners);
  }

  void listenersShut(ManagedService service) {
    if (step == Step.SHUTTING && order.get(turn) == service) {
      step = Step.DRAINING;
      service.workers().toList().forEach(worker -> worker.drain(deadline, Fleet.KILL_GRACE));
    }
  }

  void ended(WorkerHandle worker, ExitStatus status, String cause) {
    if (status.equals(new ExitStatus.Exited(0))) {
      LOG.log(Level.DEBUG, "{0} has left", worker);
    } else {
      boolean expected = forced || !worker.wasReady();
      LOG.log(expected ? Level.DEBUG : Level.WARNING, "{0} has left: {1}", worker, cause);
    }
    if (status.equals(new ExitStatus.Exited(Worker.EXIT_LATE))) {
      exitCode = 1;
    }
  }

  /// Makes the moves that can be made now.
  ///
  /// @return whether all services are gone
  boolean advance() {
    if (forced) {
      return fleet.isEmpty();
    }
    if (deadline.passed() && !fleet.isEmpty()) {
      expire();
    }
    while (step == Step.DRAINING && order.get(turn).isEmpty() || step == Step.NEXT) {
      if (!beginNext()) {
        return true;
      }
    }
    return false;
  }

  Optional<Deadline> nextDeadline() {
    return deadline.bounded() && !forced ? Optional.of(deadline) : Optional.empty();
  }

  private boolean beginNext() {
    if (turn >= 0) {
      order.get(turn).closeListeners();
    }
    if (++turn == order.size()) {
      return false;
    }
    ManagedService service = order.get(turn);
    step = Step.SHUTTING;
    // Looking at the queue takes a while, and this thread has to hear everything else meanwhile.
    aside.execute(() -> {
      try {
        service.shutListeners(deadline.orEarlier(QUEUE_LIMIT));
      } finally {
        commands.accept(new Command.ListenersShut(service));
      }
    });
    return true;
  }

  private void expire() {
    List<String> late =
        fleet.workers().filter(w -> !w.is(State.KILLED)).map(WorkerHandle::toString).toList();
    LOG.log(Level.WARNING, "graceful_shutdown_timeout has passed; killed: {0}", late);
    force("the deadline");
  }
}
