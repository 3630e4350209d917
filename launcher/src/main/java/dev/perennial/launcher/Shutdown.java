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

  /// How long after the deadline a service whose turn has not come waits for those before it in the
  /// order: they may need it for what they have to say.
  private static final Duration LAST_TURNS = WorkerHandle.KILL_GRACE.dividedBy(2);

  // For the service whose turn it is, from the last one down to the first:
  //   NEXT ──its sockets are being shut──► SHUTTING ──ListenersShut──► DRAINING ──all gone──► NEXT
  // NEXT after the first service is the end. Turns count as long as the haste lets them.
  private enum Step {
    NEXT,
    SHUTTING,
    DRAINING
  }

  // IN_TIME ──deadline──► LATE ──LAST_TURNS──► ALL_AT_ONCE ──rest of KILL_GRACE──► KILLED
  //    └────────────────────┴──── force() ──────────┴────────────────────────────────┴──► FORCED
  // LATE: whoever drains is cut off, and who has a turn is from its beginning. ALL_AT_ONCE: there
  // are no turns any more, all are cut off. KILLED and FORCED: nobody is waited for.
  private enum Haste {
    IN_TIME,
    LATE,
    ALL_AT_ONCE,
    KILLED,
    FORCED
  }

  private final Fleet fleet;
  private final Deadline deadline;
  private final Deadline turnsUntil;
  private final Deadline killAt;
  private final Consumer<Command> commands;
  private final Executor aside;
  private final List<ManagedService> order;
  private int turn = -1;
  private Step step = Step.NEXT;
  private int exitCode;
  private Haste haste = Haste.IN_TIME;

  Shutdown(
      Fleet fleet, Deadline deadline, int exitCode, Consumer<Command> commands, Executor aside) {
    this.fleet = fleet;
    this.deadline = deadline;
    this.turnsUntil = deadline.plus(LAST_TURNS);
    this.killAt = deadline.plus(WorkerHandle.KILL_GRACE);
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
    haste = Haste.FORCED;
    exitCode = 1;
    end("killed because of " + why);
  }

  private void end(String why) {
    fleet.killAll(why);
    order.forEach(ManagedService::closeListeners);
  }

  void listenersShut(ManagedService service) {
    if (step == Step.SHUTTING && order.get(turn) == service) {
      step = Step.DRAINING;
      service.workers().toList().forEach(worker -> worker.drain(deadline));
    }
  }

  /// One that was ready had something to finish, and only an exit with 0 says that it has.
  void ended(WorkerHandle worker, ExitStatus status, String cause) {
    if (status.equals(new ExitStatus.Exited(0))) {
      LOG.log(Level.DEBUG, "{0} has left", worker);
      return;
    }
    boolean expected = haste == Haste.FORCED || !worker.wasReady();
    LOG.log(expected ? Level.DEBUG : Level.WARNING, "{0} has left: {1}", worker, cause);
    if (worker.wasReady()) {
      exitCode = 1;
    }
  }

  /// Makes the moves that can be made now.
  ///
  /// @return whether all services are gone
  boolean advance() {
    hurry();
    return switch (haste) {
      case IN_TIME, LATE -> !takeTurns();
      case ALL_AT_ONCE, KILLED, FORCED -> fleet.isEmpty();
    };
  }

  private void hurry() {
    switch (haste) {
      case IN_TIME -> {
        if (deadline.passed()) {
          haste = Haste.LATE;
          beLate();
        }
      }
      case LATE -> {
        if (turnsUntil.passed()) {
          haste = Haste.ALL_AT_ONCE;
          order.forEach(ManagedService::closeListeners);
          fleet.workers().toList().forEach(WorkerHandle::cutOff);
        }
      }
      case ALL_AT_ONCE -> {
        if (killAt.passed()) {
          haste = Haste.KILLED;
          end(ExitCause.KILLED_LATE);
        }
      }
      case KILLED, FORCED -> {}
    }
  }

  private void beLate() {
    List<String> late =
        fleet.workers().filter(w -> !w.is(State.KILLED)).map(WorkerHandle::toString).toList();
    if (late.isEmpty()) {
      return;
    }
    exitCode = 1;
    LOG.log(Level.WARNING, "graceful_shutdown_timeout has passed; cut off: {0}", late);
    // Also those that a reload gave more time.
    fleet.workers().filter(w -> w.is(State.DRAINING)).toList().forEach(WorkerHandle::cutOff);
  }

  Optional<Deadline> nextDeadline() {
    return switch (haste) {
      case IN_TIME -> Optional.of(deadline);
      case LATE -> Optional.of(turnsUntil);
      case ALL_AT_ONCE -> Optional.of(killAt);
      case KILLED, FORCED -> Optional.empty();
    };
  }

  private boolean takeTurns() {
    while (step == Step.DRAINING && order.get(turn).isEmpty() || step == Step.NEXT) {
      if (!beginNext()) {
        return false;
      }
    }
    return true;
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
}
