package dev.perennial.launcher;

import dev.perennial.config.Candidate;
import dev.perennial.config.Config;
import dev.perennial.config.Mutated;
import dev.perennial.process.ListeningSocket;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Ticker;
import dev.perennial.service.ServiceGroup;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

/// Starts, reloads, drains and stops the services of a [ServiceLauncher], each on a thread of its
/// own, so that a service that takes long never makes the launcher deaf. How that ended is an
/// event.
///
/// One step at a time takes the services on; only a stop at once comes to it.
final class InProcessSteps {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private static final Duration QUEUE_LIMIT = Duration.ofSeconds(1);

  private final Config config;
  private final RestartMethod restartMethod;
  private final ServiceGroup group;
  private final List<ListeningSocket> sockets;
  private final BlockingQueue<InProcessEvent> events;
  private final Supplier<Thread.Builder> threads;
  private final Ticker ticker;

  /// @param threads of what kind those of the steps are
  InProcessSteps(
      Config config,
      RestartMethod restartMethod,
      ServiceGroup group,
      List<ListeningSocket> sockets,
      BlockingQueue<InProcessEvent> events,
      Supplier<Thread.Builder> threads,
      Ticker ticker) {
    this.config = config;
    this.restartMethod = restartMethod;
    this.group = group;
    this.sockets = sockets;
    this.events = events;
    this.threads = threads;
    this.ticker = ticker;
  }

  void start() {
    Step start =
        () -> {
          group.start();
          return ended(true);
        };
    begin("start", start).ifPresent(noThread -> events.add(failed(noThread)));
  }

  /// Lets the start that is under way be the last one, and interrupts it.
  void cutStartShort() {
    group.startNoMore();
  }

  /// Reads the files for a reload. No step: a pipe or a network may keep the reader waiting for
  /// ever.
  void read() {
    begin("read", () -> new InProcessEvent.ConfigRead(ReadConfig.read(config, restartMethod)))
        .map(noThread -> new ReadConfig.Refused(OneLine.of(noThread)))
        .ifPresent(refused -> events.add(new InProcessEvent.ConfigRead(refused)));
  }

  void switchTo(Candidate candidate) {
    begin("reload", () -> switched(candidate))
        .map(OneLine::of)
        .ifPresent(noThread -> events.add(new InProcessEvent.ReloadRefused(noThread)));
  }

  /// @return whether it has begun; without a thread it cannot yet
  boolean drain(Deadline deadline) {
    Step drain =
        () -> {
          refuseClients(deadline);
          return ended(group.drain(deadline));
        };
    Optional<Throwable> noThread = begin("stop", drain);
    noThread.ifPresent(
        failure -> LOG.log(Level.WARNING, "services cannot drain yet: {0}", OneLine.of(failure)));
    return noThread.isEmpty();
  }

  // Whatever goes wrong there: what was accepted is to be finished all the same.
  private void refuseClients(Deadline deadline) throws InterruptedException {
    try {
      ListeningSocket.shutWhenQueuesAreEmpty(sockets, deadline.orEarlier(QUEUE_LIMIT));
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.ERROR, "the queues of the sockets cannot be looked at", failure);
    }
  }

  /// Refuses connections, starts nothing any more, and stops what runs, beside the step that may be
  /// under way.
  ///
  /// @return whether it has begun; without a thread services end with the process
  boolean end() {
    sockets.forEach(ListeningSocket::shut);
    group.startNoMore();
    Step stop =
        () -> {
          group.stop();
          return new InProcessEvent.ServicesStopped();
        };
    Optional<Throwable> noThread = begin("end", stop);
    noThread.ifPresent(
        failure -> LOG.log(Level.WARNING, "services cannot be stopped: {0}", OneLine.of(failure)));
    return noThread.isEmpty();
  }

  private InProcessEvent switched(Candidate candidate) throws Exception {
    if (restartMethod == RestartMethod.RELOAD) {
      group.drain(config.get(ServiceOptions.class).gracefulDeadline(ticker));
    }
    try {
      commit(candidate);
    } catch (IllegalStateException overtaken) {
      // The program itself has changed the configuration meanwhile. What was drained goes on.
      group.start();
      return new InProcessEvent.ReloadRefused(String.valueOf(overtaken.getMessage()));
    }
    try {
      group.start();
      return ended(true);
    } catch (Exception | Error failure) {
      return goBack(candidate, failure);
    }
  }

  private void commit(Candidate candidate) {
    Mutated result = config.commit(candidate);
    switch (restartMethod) {
      case RELOAD -> ChangeLog.failures(result);
      case MUTATE -> ChangeLog.mutated(result);
    }
    group.reset(candidate.change());
  }

  // They ran a moment ago: unless their surroundings have changed too, they do again.
  private InProcessEvent goBack(Candidate from, Throwable failure) {
    // As long as the secrets are known that may be in it.
    String why = config.secretMask().apply(OneLine.of(failure));
    if (OneLine.isFaultOfTheProgram(failure)) {
      LOG.log(Level.ERROR, "services cannot start", failure);
    }
    try {
      commit(from.reversed());
      group.start();
    } catch (InterruptedException atOnce) {
      return failed(atOnce);
    } catch (Exception | Error second) {
      LOG.log(Level.ERROR, "services cannot start with the new configuration: {0}", why);
      return failed(second);
    }
    return new InProcessEvent.ReloadRefused("services cannot start: " + why);
  }

  private static InProcessEvent ended(boolean inTime) {
    return new InProcessEvent.StepEnded(inTime, Optional.empty());
  }

  private static InProcessEvent failed(Throwable failure) {
    return new InProcessEvent.StepEnded(false, Optional.of(failure));
  }

  @FunctionalInterface
  private interface Step {
    InProcessEvent run() throws Exception;
  }

  /// @return why there is no thread for it
  private Optional<Throwable> begin(String name, Step step) {
    try {
      threads.get().name("services-" + name).start(() -> events.add(outcome(step)));
      return Optional.empty();
    } catch (RuntimeException | Error noThread) {
      return Optional.of(noThread);
    }
  }

  // Errors as well: a launcher that does not hear of the end of a step waits for it for ever.
  private static InProcessEvent outcome(Step step) {
    try {
      return step.run();
    } catch (Exception | Error failure) {
      return failed(failure);
    }
  }
}
