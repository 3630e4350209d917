package dev.perennial.launcher;

import dev.perennial.config.Config;
import dev.perennial.process.ListeningSocket;
import dev.perennial.process.Systemd;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Ticker;
import dev.perennial.service.ServiceGroup;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Keeps the services of a [ServiceLauncher] running.
///
/// Everything is decided on the thread that calls [#run()], which only ever waits for the next
/// event or deadline. What may take long is a step of [InProcessSteps], one at a time.
final class InProcessRunner implements Operated {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  // For what services that were cut off have to say about it, such as a failure to a caller.
  private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

  // STARTING ──started──► RUNNING ◄──started again, or refused── RELOADING
  //    │                    │  └──────────────reload────────────────▲
  //    └────────stop────────┴──► STOPPING ──drained──► STOPPED
  // A step that fails leads to STOPPED from everywhere, and so does a stop at once; only a start
  // that failed because it was cut short goes on to STOPPING.
  // A deadline that passes leads to ENDING, which the end of the step that is under way or a last
  // moment leads to STOPPED; without a step it leads there at once.
  // A stop that is wanted while a step is under way waits for the end of that step, but no longer
  // than the deadline, which counts from the moment it was wanted. The first start is cut short
  // then: what it waits for may never come. That of a reload is not: clients that wait in the queue
  // meanwhile would be reset. The thread in run() causes all transitions.
  enum Phase {
    STARTING,
    RUNNING,
    RELOADING,
    STOPPING,
    ENDING,
    STOPPED
  }

  private final Config config;
  private final ServiceGroup group;
  private final List<ListeningSocket> sockets;
  private final InProcessSteps steps;
  private final InProcessOperations operations;
  private final BlockingQueue<InProcessEvent> events;
  private final Runnable whenReady;
  private final SystemdReports manager =
      new SystemdReports(Systemd.from(System.getenv()), Ticker.system());
  private Phase phase = Phase.STARTING;
  private boolean stepRuns;
  private boolean reloadWanted;
  private final List<ControlRequest> reloadsWaiting = new ArrayList<>();
  private List<ControlRequest> reloading = List.of();
  private Optional<Deadline> stopBy = Optional.empty();
  private int exitCode;

  /// @param whenReady what is done once all services are ready for the first time
  InProcessRunner(
      Config config,
      ServiceGroup group,
      List<ListeningSocket> sockets,
      InProcessSteps steps,
      InProcessOperations operations,
      BlockingQueue<InProcessEvent> events,
      Runnable whenReady) {
    this.config = config;
    this.group = group;
    this.sockets = sockets;
    this.steps = steps;
    this.operations = operations;
    this.events = events;
    this.whenReady = whenReady;
  }

  /// Starts the services, keeps them running, and returns when they have ended.
  ///
  /// @return the exit code of the program
  int run() throws InterruptedException {
    handleWaiting();
    next();
    if (phase == Phase.STARTING) {
      stepRuns = true;
      steps.start();
    }
    while (phase != Phase.STOPPED) {
      InProcessEvent event = events.poll(untilNextLook().toNanos(), TimeUnit.NANOSECONDS);
      if (event != null) {
        handle(event);
      }
      next();
      manager.turned(phase == Phase.RUNNING);
      if (isLate() && phase != Phase.STOPPED) {
        beLate();
      }
    }
    return exitCode;
  }

  private boolean isLate() {
    return stopBy.map(Deadline::passed).orElse(false);
  }

  private void beLate() {
    if (phase == Phase.ENDING) {
      phase = Phase.STOPPED;
      return;
    }
    tellLate();
    endServices("the deadline");
    phase = stepRuns ? Phase.ENDING : Phase.STOPPED;
    stopBy = Optional.of(Deadline.after(LAST_MOMENT));
  }

  private static void tellLate() {
    LOG.log(Level.WARNING, "graceful_shutdown_timeout has passed");
  }

  // All that came before the start: a stop among it makes the start needless.
  private void handleWaiting() {
    for (InProcessEvent event = events.poll(); event != null; event = events.poll()) {
      handle(event);
    }
  }

  private void handle(InProcessEvent event) {
    switch (event) {
      case InProcessEvent.Wished(Command.Wish wish) -> carryOut(wish);
      case InProcessEvent.StepEnded(boolean inTime, Optional<Throwable> failure) ->
          stepEnded(inTime, failure);
      case InProcessEvent.ReloadRefused(String why) -> refused(why);
    }
  }

  private void refused(String why) {
    stepRuns = false;
    if (nothingFollows()) {
      return;
    }
    failReload(ReadConfig.tellRefused(why, config, manager));
    phase = Phase.RUNNING;
  }

  // A step that services were ended in has come to nothing.
  private boolean nothingFollows() {
    if (phase == Phase.ENDING) {
      phase = Phase.STOPPED;
    }
    return phase == Phase.STOPPED;
  }

  private void stepEnded(boolean inTime, Optional<Throwable> failure) {
    stepRuns = false;
    if (nothingFollows()) {
      return;
    }
    if (failure.isPresent()) {
      stepFailed(failure.get());
      return;
    }
    switch (phase) {
      case STARTING -> {
        whenReady.run();
        phase = Phase.RUNNING;
      }
      case RELOADING -> {
        LOG.log(Level.INFO, "reloaded");
        manager.reloaded("running");
        reloading.forEach(r -> r.done("reloaded"));
        reloading = List.of();
        phase = Phase.RUNNING;
      }
      case STOPPING -> {
        if (isLate()) {
          tellLate();
        }
        exitCode = inTime ? 0 : 1;
        phase = Phase.STOPPED;
      }
      case RUNNING, ENDING, STOPPED -> {}
    }
  }

  private void stepFailed(Throwable failure) {
    String cause = config.secretMask().apply(OneLine.of(failure));
    failReload("services cannot start: " + cause);
    if (stopBy.isPresent() && phase == Phase.STARTING) {
      LOG.log(Level.INFO, "the start was cut short: {0}", cause);
      return;
    }
    String text = "services cannot run: " + cause;
    Complaint.tell(text);
    manager.status(text);
    if (OneLine.isFaultOfTheProgram(failure)) {
      LOG.log(Level.ERROR, "thrown here", failure);
    }
    exitCode = 1;
    phase = Phase.STOPPED;
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
    request.done(operations.status(phase.name().toLowerCase(Locale.ROOT)));
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
      request.ifPresent(r -> r.failed("the program is stopping"));
      return;
    }
    reloadWanted = true;
    request.ifPresent(reloadsWaiting::add);
  }

  @Override
  public void stop(String why) {
    if (stopBy.isPresent()) {
      return;
    }
    stopBy = Optional.of(config.get(ServiceOptions.class).gracefulDeadline(Ticker.system()));
    LOG.log(Level.INFO, "stopping because of {0}; {1}", why, stopBy.get());
    manager.stopping(why);
    failFurtherReloads();
    if (phase == Phase.STARTING) {
      group.startNoMore();
    }
  }

  @Override
  public void stopAtOnce(String why) {
    endServices(why);
    phase = Phase.STOPPED;
  }

  private void endServices(String why) {
    LOG.log(Level.INFO, "ending at once because of {0}", why);
    exitCode = 1;
    failReload("the program was ended before it was reloaded");
    failFurtherReloads();
    sockets.forEach(ListeningSocket::shut);
    group.startNoMore();
    group.stop();
  }

  private void failReload(String why) {
    reloading.forEach(request -> request.failed(why));
    reloading = List.of();
  }

  private void failFurtherReloads() {
    reloadsWaiting.forEach(request -> request.failed("the program is stopping"));
    reloadsWaiting.clear();
  }

  // Takes the next step that is wanted, if none is under way. A drain that found no thread begins
  // in a later turn, if others end before the deadline.
  private void next() {
    if (stepRuns || phase == Phase.STOPPED) {
      return;
    }
    if (stopBy.isPresent()) {
      phase = Phase.STOPPING;
      stepRuns = steps.drain(stopBy.get());
    } else if (reloadWanted && phase == Phase.RUNNING) {
      beginReload();
    }
  }

  private void beginReload() {
    reloadWanted = false;
    reloading = List.copyOf(reloadsWaiting);
    reloadsWaiting.clear();
    phase = Phase.RELOADING;
    manager.reloading();
    stepRuns = true;
    steps.reload();
  }

  private Duration untilNextLook() {
    return Stream.of(stopBy.map(Deadline::remaining), manager.untilNextTurn())
        .flatMap(Optional::stream)
        .filter(rest -> rest.compareTo(LONGEST_WAIT) < 0)
        .min(Comparator.naturalOrder())
        .orElse(LONGEST_WAIT);
  }
}
