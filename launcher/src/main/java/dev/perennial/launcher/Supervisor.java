package dev.perennial.launcher;

import dev.perennial.config.Candidate;
import dev.perennial.config.Config;
import dev.perennial.process.ExitStatus;
import dev.perennial.process.Systemd;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// Keeps the workers of all services running, and carries out what signals and operators want.
///
/// Everything is decided on the thread that calls [#run()]. It waits for the next [Command] or the
/// next deadline, whichever comes first, and never for anything else: so a stop is heard at any
/// time.
final class Supervisor implements Operated {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  // STARTING ──all services ready──► RUNNING ──stop──► STOPPING ──all gone──► STOPPED
  //    └──────────stop, or a worker of the first generation failed──┘
  // What is wanted has an order of precedence: stop at once > stop > reload. A reload that is
  // wanted while services still start waits for them; a stop cuts into everything. The thread in
  // run() causes all transitions.
  enum Phase {
    STARTING,
    RUNNING,
    STOPPING,
    STOPPED
  }

  private final Config config;
  private final Fleet fleet;
  private final BlockingQueue<Command> commands;
  private final Duration longestWait;
  private final Ticker ticker;
  private final Executor aside;
  private final Runnable whenReady;
  private final Reloads reloads;
  private final Replacements replacements;
  private final SystemdReports manager;
  private final StatusQueries statusQueries;
  private final OperationQueries operationQueries;
  private Phase phase = Phase.STARTING;
  private Optional<Shutdown> shutdown = Optional.empty();

  Supervisor(
      Config config,
      RestartMethod restartMethod,
      Fleet fleet,
      Extensions extensions,
      BlockingQueue<Command> commands,
      Duration longestWait,
      Ticker ticker,
      Executor aside,
      Runnable whenReady) {
    this.config = config;
    this.fleet = fleet;
    this.commands = commands;
    this.longestWait = longestWait;
    this.ticker = ticker;
    this.aside = aside;
    this.whenReady = whenReady;
    this.manager = new SystemdReports(Systemd.from(System.getenv()), ticker);
    this.reloads = new Reloads(config, restartMethod, fleet, commands::add, aside, manager, ticker);
    this.replacements = new Replacements(fleet, config);
    this.statusQueries = new StatusQueries(fleet, ticker);
    this.operationQueries =
        new OperationQueries(fleet, extensions, config, commands::add, aside, ticker);
  }

  /// Starts all services, keeps them running, and returns when they have ended.
  ///
  /// @return the exit code of the program
  int run() throws InterruptedException {
    handleWaiting();
    while (phase != Phase.STOPPED) {
      advance();
      if (phase == Phase.STOPPED) {
        break;
      }
      manager.turned(phase == Phase.RUNNING && !reloads.isUnderWay());
      Command next = commands.poll(untilNextLook().toNanos(), TimeUnit.NANOSECONDS);
      if (next != null) {
        handle(next);
        handleWaiting();
      }
    }
    return shutdown.orElseThrow().exitCode();
  }

  // All that came before the next move is made: a stop among it makes many a move needless.
  private void handleWaiting() {
    for (Command next = commands.poll(); next != null; next = commands.poll()) {
      handle(next);
    }
  }

  void handle(Command command) {
    switch (command) {
      case Command.Wish wish -> carryOut(wish);
      case Command.Connected(WorkerHandle worker, WorkerLink link) -> worker.connected(link);
      case Command.Said(WorkerHandle worker, WorkerMessage message) -> said(worker, message);
      case Command.Disconnected(WorkerHandle worker) -> worker.disconnected();
      case Command.PerformedHere(long number, Performance performance) ->
          operationQueries.answeredHere(number, performance);
      case Command.Exited(WorkerHandle worker, ExitStatus status) -> exited(worker, status);
      case Command.ListenersShut(ManagedService service) ->
          shutdown.ifPresent(s -> s.listenersShut(service));
      case Command.ConfigRead(Candidate candidate) -> reloads.read(candidate);
      case Command.ConfigRefused(String why) -> reloads.refused(why);
    }
  }

  private void said(WorkerHandle worker, WorkerMessage message) {
    switch (message) {
      case WorkerMessage.Ready _ -> ready(worker);
      case WorkerMessage.Failed(String cause) -> worker.failed(cause);
      case WorkerMessage.WantsToLeave _ -> worker.wantsToLeave(true);
      case WorkerMessage.Reports report -> {
        worker.reported(report);
        statusQueries.answered(worker);
      }
      case WorkerMessage.Performed(long number, Performance performance) ->
          operationQueries.answered(worker, number, performance);
      case WorkerMessage.Prepared(int generation) ->
          reloads.mutation().ifPresent(m -> m.prepared(worker, generation));
      case WorkerMessage.Switched(int generation, String trouble) -> {
        worker.switchedTo(generation);
        reloads.mutation().ifPresent(m -> m.switched(worker, trouble));
      }
      case WorkerMessage.Refused(int generation, String cause) ->
          refused(worker, generation, cause);
    }
  }

  private void refused(WorkerHandle worker, int generation, String cause) {
    if (generation > config.snapshot().generation()) {
      reloads.mutation().ifPresent(m -> m.refused(worker, generation, cause));
      return;
    }
    // It was asked to catch up with the others and cannot; one that starts anew may.
    LOG.log(Level.ERROR, "{0} cannot follow the configuration: {1}", worker, cause);
    worker.wantsToLeave(true);
  }

  private void ready(WorkerHandle worker) {
    fleet.ready(worker);
    LOG.log(Level.INFO, worker + " is ready, generation " + worker.generation());
    boolean isLateForMutation =
        reloads.rollout().isEmpty() && worker.configGeneration() < config.snapshot().generation();
    if (isLateForMutation) {
      worker.tell(new WorkerOrder.Prepare(config.snapshot().toText()));
      worker.tell(new WorkerOrder.Commit());
    }
    reloads.mutation().ifPresent(m -> m.joined(worker));
  }

  private void exited(WorkerHandle worker, ExitStatus status) {
    WorkerSlot slot = worker.slot();
    String cause = worker.gone(status);
    WorkerSlot.Place place = slot.remove(worker, cause);
    statusQueries.answered(worker);
    operationQueries.left(worker);
    if (phase == Phase.STOPPING) {
      shutdown.orElseThrow().ended(worker, status, cause);
      return;
    }
    switch (place) {
      case RETIRING -> {
        boolean finished = !worker.wasReady() || status.equals(new ExitStatus.Exited(0));
        LOG.log(finished ? Level.INFO : Level.WARNING, "{0} has left: {1}", worker, cause);
        fleet.left(slot);
      }
      case SUCCESSOR -> successorFailed(worker, cause);
      case CURRENT -> endedUnasked(worker, cause);
    }
  }

  private void successorFailed(WorkerHandle worker, String cause) {
    LOG.log(Level.ERROR, "{0} ended before it was ready: {1}", worker, cause);
    if (!worker.hasCrashedOnCache()) {
      reloads
          .rolloutOf(worker)
          .ifPresentOrElse(
              rollout -> rollout.failed(worker.slot(), cause), worker.slot()::keepWorker);
    }
  }

  private void endedUnasked(WorkerHandle worker, String cause) {
    boolean couldNotStart = !worker.wasReady() && !worker.hasCrashedOnCache();
    if (phase == Phase.STARTING && couldNotStart) {
      String text = worker + " cannot start: " + cause;
      Complaint.tell(text);
      manager.status(text);
      stopWithFailure("a worker cannot start");
      return;
    }
    if (couldNotStart) {
      reloads.rolloutOf(worker).ifPresent(rollout -> rollout.failed(worker.slot(), cause));
    }
    Duration delay = fleet.respawnLater(worker);
    LOG.log(
        Level.WARNING,
        "{0} ended unasked: {1}; next start {2}{3}",
        worker,
        cause,
        WorkerSlot.inWords(delay),
        worker.slot().isInCrashLoop() ? ", it is in a crash loop" : "");
  }

  @Override
  public boolean isStopping() {
    return phase == Phase.STOPPING;
  }

  @Override
  public Config config() {
    return config;
  }

  @Override
  public String metrics() {
    return fleet.metrics();
  }

  @Override
  public void tellStatus(ControlRequest request) {
    statusQueries.ask(request);
  }

  @Override
  public void perform(ControlRequest request) {
    operationQueries.ask(request);
  }

  @Override
  public void performIn(ControlRequest request) {
    operationQueries.askOne(request);
  }

  @Override
  public void reopenLogs(ControlRequest request) {
    operationQueries.reopenLogs(request);
  }

  @Override
  public void reload(Optional<ControlRequest> request) {
    if (phase == Phase.STOPPING) {
      request.ifPresent(r -> r.failed("the program is stopping"));
      return;
    }
    reloads.want(request);
  }

  @Override
  public void stop(String why) {
    beginStop(why, fleet.gracefulDeadline(), 0);
  }

  private void stopWithFailure(String why) {
    beginStop(why, fleet.gracefulDeadline(), 1);
  }

  @Override
  public void stopAtOnce(String why) {
    beginStop(why, Deadline.after(Duration.ZERO, ticker), 1);
    shutdown.orElseThrow().force(why);
  }

  private void beginStop(String why, Deadline deadline, int exitCode) {
    if (phase == Phase.STOPPING) {
      return;
    }
    phase = Phase.STOPPING;
    LOG.log(Level.INFO, "stopping because of {0}; {1}", why, deadline);
    manager.stopping(why);
    reloads.cancel();
    fleet.slots().forEach(WorkerSlot::cancelRespawn);
    shutdown = Optional.of(new Shutdown(fleet, deadline, exitCode, commands::add, aside));
  }

  /// One look at everything: makes each move that can be made now.
  void advance() throws InterruptedException {
    fleet.enforceDeadlines();
    statusQueries.advance(stateText());
    operationQueries.advance();
    switch (phase) {
      case STARTING -> startNext();
      case RUNNING -> advanceRunning();
      case STOPPING -> {
        if (shutdown.orElseThrow().advance()) {
          phase = Phase.STOPPED;
        }
      }
      case STOPPED -> {}
    }
  }

  // Services start in declared order, each ready before the next.
  private void startNext() throws InterruptedException {
    for (ManagedService service : fleet.services()) {
      for (WorkerSlot slot : service.slots()) {
        if (slot.isEmpty() && !slot.waitsForRespawn()) {
          fleet.boot(slot);
        }
      }
      if (!service.isReady()) {
        fleet.respawnDue();
        return;
      }
    }
    phase = Phase.RUNNING;
    whenReady.run();
    advanceRunning();
  }

  private void advanceRunning() throws InterruptedException {
    fleet.respawnDue();
    if (reloads.rollout().isEmpty()) {
      replacements.advance();
    }
    reloads.advance();
  }

  private String stateText() {
    return phase == Phase.RUNNING && reloads.isUnderWay()
        ? "reloading"
        : phase.name().toLowerCase(Locale.ROOT);
  }

  private Duration untilNextLook() {
    Duration wait = longestWait;
    for (Optional<Duration> other :
        List.of(
            fleet.untilNextDeadline(),
            manager.untilNextTurn(),
            reloads.nextDeadline().map(Deadline::remaining),
            shutdown.flatMap(Shutdown::nextDeadline).map(Deadline::remaining),
            statusQueries.nextDeadline().map(Deadline::remaining),
            operationQueries.nextDeadline().map(Deadline::remaining))) {
      if (other.isPresent() && other.get().compareTo(wait) < 0) {
        wait = other.get();
      }
    }
    return wait;
  }
}
