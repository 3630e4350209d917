package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.launcher.ControlRequest.Reply;
import dev.perennial.launcher.ControlRequest.Verb;
import dev.perennial.process.ListeningSocket;
import dev.perennial.process.Signal;
import dev.perennial.schedule.SettableTicker;
import dev.perennial.service.ServiceGroup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A program of one process whose launcher takes a turn when the test wants it, and whose time goes
/// on when the test wants it. What is done aside has its own threads, as in a real one.
final class InProcessFixture {

  final Config config = Config.forTesting(ServiceOptions.class).build();
  final ServiceGroup group = new ServiceGroup();

  /// What the services are told, as `NAME CALL`.
  final List<String> calls = new CopyOnWriteArrayList<>();

  private final SettableTicker ticker = new SettableTicker();
  private final BlockingQueue<InProcessEvent> events = new LinkedBlockingQueue<>();
  private final InProcessRunner runner;

  InProcessFixture(RestartMethod method) {
    List<ListeningSocket> none = List.of();
    runner =
        new InProcessRunner(
            config,
            new InProcessSteps(config, method, group, none, events, LineChannel::ownThread, ticker),
            new InProcessOperations(config, group, none, Extensions.NONE, LineChannel::ownThread),
            () -> calls.add("ready"),
            ticker);
  }

  GatedService service(String name) {
    GatedService service = new GatedService(name, calls);
    group.add(service);
    return service;
  }

  InProcessFixture begin() {
    runner.begin(List.of());
    return this;
  }

  InProcessFixture running() throws InterruptedException {
    begin().next();
    calls.clear();
    return this;
  }

  /// Has the launcher hear of what happens next, and waits for that.
  void next() throws InterruptedException {
    runner.turn(Optional.of(Optional.ofNullable(events.poll(30, TimeUnit.SECONDS)).orElseThrow()));
  }

  void signal(Signal signal) {
    handle(new InProcessEvent.Wished(new Command.Signalled(signal)));
  }

  void handle(InProcessEvent event) {
    runner.turn(Optional.of(event));
  }

  CompletableFuture<Reply> ask(Verb verb) {
    ControlRequest request = ControlRequest.of(verb);
    handle(new InProcessEvent.Wished(new Command.Asked(request)));
    return request.reply();
  }

  /// Lets time pass, and the launcher notice it.
  void advance(Duration time) {
    ticker.advance(time);
    runner.turn(Optional.empty());
  }

  boolean isOver() {
    return runner.isOver();
  }

  int exitCode() {
    assertTrue(isOver());
    return runner.exitCode();
  }
}
