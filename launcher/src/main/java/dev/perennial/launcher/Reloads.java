package dev.perennial.launcher;

import dev.perennial.config.Candidate;
import dev.perennial.config.Config;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// The reloads of a program, one at a time.
///
/// Owned by the supervisor's thread, which never reads a file itself: a pipe that nobody writes to,
/// a network that hangs or a slow source would make it deaf.
final class Reloads {

  // NONE ──wanted──► READING ──read──► ROLLOUT or MUTATION ──over──► NONE
  //   ▲                 └──refused──┐
  //   └─────────────────────────────┘
  // `wanted` is remembered once, however often and whenever it was asked for; a cancel leads to
  // NONE from everywhere. The supervisor's thread causes all transitions.
  private boolean wanted;
  private boolean reading;
  private Optional<Rollout> rollout = Optional.empty();
  private Optional<Mutation> mutation = Optional.empty();

  private final Config config;
  private final RestartMethod method;
  private final Fleet fleet;
  private final Consumer<Command> commands;
  private final Executor aside;
  private final SystemdReports manager;
  private final Ticker ticker;
  private final List<ControlRequest> waiting = new ArrayList<>();
  // Those whom the reload under way answers.
  private List<ControlRequest> served = List.of();

  Reloads(
      Config config,
      RestartMethod method,
      Fleet fleet,
      Consumer<Command> commands,
      Executor aside,
      SystemdReports manager,
      Ticker ticker) {
    this.config = config;
    this.method = method;
    this.fleet = fleet;
    this.commands = commands;
    this.aside = aside;
    this.manager = manager;
    this.ticker = ticker;
  }

  void want(Optional<ControlRequest> request) {
    wanted = true;
    request.ifPresent(waiting::add);
  }

  /// Whether workers are being replaced.
  Optional<Rollout> rollout() {
    return rollout;
  }

  /// The rollout that has started a worker, while it is under way.
  Optional<Rollout> rolloutOf(WorkerHandle worker) {
    return rollout.filter(r -> r.owns(worker));
  }

  /// Whether workers change their configuration in place.
  Optional<Mutation> mutation() {
    return mutation;
  }

  boolean isUnderWay() {
    return reading || rollout.isPresent() || mutation.isPresent();
  }

  Optional<Deadline> nextDeadline() {
    return mutation.flatMap(Mutation::nextDeadline);
  }

  /// Makes the moves that can be made now.
  void advance() throws InterruptedException {
    if (rollout.isPresent() && rollout.get().advance()) {
      rollout = Optional.empty();
      over();
    }
    if (mutation.isPresent() && mutation.get().advance()) {
      mutation = Optional.empty();
      over();
    }
    if (wanted && !isUnderWay()) {
      beginToRead();
    }
  }

  private void over() {
    manager.reloaded("running, generation " + fleet.generation());
  }

  /// The program ends.
  void cancel() {
    rollout.ifPresent(Rollout::cancel);
    rollout = Optional.empty();
    mutation.ifPresent(Mutation::cancel);
    mutation = Optional.empty();
    if (reading) {
      refuse(served, "the program is stopping");
    }
    reading = false;
    wanted = false;
    refuse(waiting, "the program is stopping");
    waiting.clear();
  }

  private void beginToRead() {
    wanted = false;
    reading = true;
    manager.reloading();
    served = List.copyOf(waiting);
    waiting.clear();
    aside.execute(() -> commands.accept(read()));
  }

  private Command read() {
    return switch (ReadConfig.read(config, method)) {
      case ReadConfig.Usable(Candidate candidate) -> new Command.ConfigRead(candidate);
      case ReadConfig.Refused(String why) -> new Command.ConfigRefused(why);
    };
  }

  /// The configuration has been read, and can be used.
  void read(Candidate candidate) {
    // What comes after a cancel is of no use to anybody.
    if (reading) {
      reading = false;
      switch (method) {
        case RELOAD -> rollout = Optional.of(new Rollout(fleet, config, candidate, served));
        case MUTATE -> {
          Mutation next = new Mutation(fleet, config, candidate, served, ticker);
          mutation = Optional.of(next);
          next.begin();
        }
      }
    }
  }

  /// The configuration cannot be used.
  void refused(String why) {
    if (reading) {
      reading = false;
      refuse(served, ReadConfig.tellRefused(why, config, manager));
    }
  }

  private static void refuse(List<ControlRequest> requests, String text) {
    requests.forEach(request -> request.failed(text));
  }
}
