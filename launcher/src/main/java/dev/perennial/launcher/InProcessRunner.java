package dev.perennial.launcher;

import dev.perennial.config.Candidate;
import dev.perennial.config.Config;
import dev.perennial.process.Systemd;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Keeps the services of a [ServiceLauncher] running: decides what is done with them.
///
/// Owned by the thread of an [InProcessLoop], and never waits. What may take long is done aside by
/// [InProcessSteps].
final class InProcessRunner implements Operated {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  // For what services that were cut off have to say about it, such as a failure to a caller.
  private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

  private static final String STOPPING = "the program is stopping";

  // STARTING ─started─► RUNNING ◄─refused─ READING ◄─reload─ RUNNING
  //                     RUNNING ◄─started again, or taken back─ RELOADING ◄─read─ READING
  // Each of them ─stop─► STOPPING ─drained─► STOPPED, and each but STOPPED ─at once─► ENDING
  // At once is what a signal or an operator wants so, a step that fails, and a deadline that
  // passes. ENDING leads to STOPPED once all services are stopped and the step has ended that was
  // under way, at the latest after a last moment, or when the end is wanted at once again.
  //
  // A stop that is wanted while a step is under way waits for the end of that step, but no longer
  // than the deadline, which counts from the moment it was wanted; what the step has started is
  // drained then. The first start is cut short, and may fail for that: what it waits for may never
  // come. That of a reload is not: clients that wait in the queue meanwhile would be reset. READING
  // is no step, for it touches no service: a stop does not wait for it, and what comes of it later
  // is dropped. The thread of the loop causes all transitions.
  enum Phase {
    STARTING,
    RUNNING,
    READING,
    RELOADING,
    STOPPING,
    ENDING,
    STOPPED
  }

  private final Config config;
  private final InProcessSteps steps;
  private final InProcessOperations operations;
  private final Runnable whenReady;
  private final Ticker ticker;
  private final SystemdReports manager;
  private Phase phase = Phase.STARTING;
  private boolean stepRuns;
  private boolean endRuns;
  private final ReloadRequests reloads = new ReloadRequests();
  private Optional<Deadline> stopBy = Optional.empty();
  private int exitCode;

  /// @param whenReady what is done once all services are ready for the first time
  InProcessRunner(
      Config config,
      InProcessSteps steps,
      InProcessOperations operations,
      Runnable whenReady,
      Ticker ticker) {
    this.config = config;
    this.steps = steps;
    this.operations = operations;
    this.whenReady = whenReady;
    this.ticker = ticker;
    this.manager = new SystemdReports(Systemd.from(System.getenv()), ticker);
  }

  /// Starts the services.
  ///
  /// @param waiting what has come before: a stop among it makes the start needless
  void begin(List<InProcessEvent> waiting) {
    waiting.forEach(this::handle);
    next();
    if (phase == Phase.STARTING) {
      stepRuns = true;
      steps.start();
    }
  }

  /// Takes notice of what has happened and of the time, and does what follows from that. Never
  /// waits.
  void turn(Optional<InProcessEvent> event) {
    event.ifPresent(this::handle);
    next();
    manager.turned(phase == Phase.RUNNING);
    if (isLate()) {
      beLate();
    }
  }

  /// Whether all services have ended, or are not waited for any longer.
  boolean isOver() {
    return phase == Phase.STOPPED;
  }

  /// That of the program, once it is over.
  int exitCode() {
    return exitCode;
  }

  private boolean isLate() {
    return stopBy.map(Deadline::passed).orElse(false);
  }

  private void beLate() {
    switch (phase) {
      case STARTING, RUNNING, READING, RELOADING, STOPPING -> {
        tellLate();
        endAtOnce("the deadline");
      }
      case ENDING -> {
        LOG.log(Level.WARNING, "services that do not end are left behind");
        phase = Phase.STOPPED;
      }
      case STOPPED -> {}
    }
  }

  private static void tellLate() {
    LOG.log(Level.WARNING, "graceful_shutdown_timeout has passed");
  }

  private void handle(InProcessEvent event) {
    switch (event) {
      case InProcessEvent.Wished(Command.Wish wish) -> carryOut(wish);
      case InProcessEvent.ConfigRead(ReadConfig result) -> configRead(result);
      case InProcessEvent.StepEnded(boolean inTime, Optional<Throwable> failure) -> {
        stepRuns = false;
        failure.ifPresentOrElse(this::stepFailed, () -> stepEnded(inTime));
      }
      case InProcessEvent.ReloadRefused(String why) -> {
        stepRuns = false;
        refused(why);
      }
      case InProcessEvent.ServicesStopped() -> endRuns = false;
    }
    if (phase == Phase.ENDING && !stepRuns && !endRuns) {
      phase = Phase.STOPPED;
    }
  }

  private void configRead(ReadConfig result) {
    if (phase != Phase.READING) {
      return;
    }
    switch (result) {
      case ReadConfig.Usable(Candidate candidate) -> {
        phase = Phase.RELOADING;
        stepRuns = true;
        steps.switchTo(candidate);
      }
      case ReadConfig.Refused(String why) -> refused(why);
    }
  }

  private void refused(String why) {
    if (phase == Phase.READING || phase == Phase.RELOADING) {
      reloads.failed(ReadConfig.tellRefused(why, config, manager));
      phase = Phase.RUNNING;
    }
  }

  private void stepEnded(boolean inTime) {
    switch (phase) {
      case STARTING -> started();
      case RELOADING -> {
        LOG.log(Level.INFO, "reloaded");
        manager.reloaded("running");
        reloads.succeeded();
        phase = Phase.RUNNING;
      }
      case STOPPING -> {
        if (isLate()) {
          tellLate();
        }
        exitCode = inTime ? 0 : 1;
        phase = Phase.STOPPED;
      }
      case RUNNING, READING, ENDING, STOPPED -> {}
    }
  }

  private void started() {
    phase = Phase.RUNNING;
    if (stopBy.isPresent()) {
      return;
    }
    try {
      whenReady.run();
    } catch (RuntimeException | Error failure) {
      stepFailed(failure);
    }
  }

  private void stepFailed(Throwable failure) {
    if (phase == Phase.ENDING) {
      return;
    }
    String cause = config.secretMask().apply(OneLine.of(failure));
    reloads.failed("services cannot start: " + cause);
    if (stopBy.isPresent() && phase == Phase.STARTING) {
      LOG.log(Level.INFO, "the start was cut short: {0}", cause);
      return;
    }
    String text = "services cannot " + (phase == Phase.STOPPING ? "stop: " : "run: ") + cause;
    Complaint.tell(text);
    manager.status(text);
    if (OneLine.isFaultOfTheProgram(failure)) {
      LOG.log(Level.ERROR, "thrown here", failure);
    }
    end();
  }

  @Override
  public boolean isStopping() {
    return stopBy.isPresent();
  }

  @Override
  public Config config() {
    return config;
  }

  @Override
  public void tellStatus(ControlRequest request) {
    request.done(operations.status(state()));
  }

  @Override
  public String metrics() {
    return operations.metrics();
  }

  @Override
  public void perform(ControlRequest request) {
    operations.perform(request);
  }

  @Override
  public void performIn(ControlRequest request) {
    operations.performIn(request);
  }

  @Override
  public void reopenLogs(ControlRequest request) {
    operations.reopenLogs(request);
  }

  @Override
  public void reload(Optional<ControlRequest> request) {
    if (stopBy.isPresent()) {
      request.ifPresent(r -> r.failed(STOPPING));
      return;
    }
    reloads.add(request);
  }

  @Override
  public void stop(String why) {
    if (stopBy.isPresent()) {
      return;
    }
    stopBy = Optional.of(config.get(ServiceOptions.class).gracefulDeadline(ticker));
    LOG.log(Level.INFO, "stopping because of {0}; {1}", why, stopBy.get());
    manager.stopping(why);
    reloads.refuse(STOPPING);
    switch (phase) {
      case STARTING -> steps.cutStartShort();
      case READING -> reloads.failed(STOPPING);
      case RUNNING, RELOADING, STOPPING, ENDING, STOPPED -> {}
    }
  }

  @Override
  public void stopAtOnce(String why) {
    switch (phase) {
      case STARTING, RUNNING, READING, RELOADING, STOPPING -> endAtOnce(why);
      case ENDING, STOPPED -> phase = Phase.STOPPED;
    }
  }

  private void endAtOnce(String why) {
    LOG.log(Level.INFO, "ending at once because of {0}", why);
    if (stopBy.isEmpty()) {
      manager.stopping(why);
    }
    end();
  }

  // Whatever still runs is stopped aside: a service that hangs must not keep this thread from
  // hearing of it.
  private void end() {
    exitCode = 1;
    reloads.failed("the program was ended before it was reloaded");
    reloads.refuse(STOPPING);
    stopBy = Optional.of(Deadline.after(LAST_MOMENT, ticker));
    phase = Phase.ENDING;
    endRuns = steps.end();
  }

  // Takes the next step that is wanted, if none is under way. A drain that found no thread begins
  // in a later turn, if others end before the deadline.
  private void next() {
    if (stepRuns || phase == Phase.ENDING || phase == Phase.STOPPED) {
      return;
    }
    if (stopBy.isPresent()) {
      phase = Phase.STOPPING;
      stepRuns = steps.drain(stopBy.get());
    } else if (reloads.areThere() && phase == Phase.RUNNING) {
      beginReload();
    }
  }

  private void beginReload() {
    reloads.begin();
    phase = Phase.READING;
    manager.reloading();
    steps.read();
  }

  // To operators both halves of a reload are one.
  private String state() {
    return phase == Phase.READING ? "reloading" : phase.name().toLowerCase(Locale.ROOT);
  }

  /// How long nothing has to be done, as far as is known.
  Duration untilNextLook() {
    return Stream.of(stopBy.map(Deadline::remaining), manager.untilNextTurn())
        .flatMap(Optional::stream)
        .filter(rest -> rest.compareTo(LONGEST_WAIT) < 0)
        .min(Comparator.naturalOrder())
        .orElse(LONGEST_WAIT);
  }
}
