package dev.perennial.launcher;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigSnapshot;
import dev.perennial.launcher.ControlRequest.Reply;
import dev.perennial.launcher.ControlRequest.Verb;
import dev.perennial.process.ExitStatus;
import dev.perennial.process.Signal;
import dev.perennial.schedule.SettableTicker;
import dev.perennial.service.BaseService;
import dev.perennial.service.ProcessContext;
import dev.perennial.service.Replacement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;

/// A supervisor whose workers exist on paper only and whose time stands still: a test says what
/// happens, turn by turn.
final class SupervisorFixture {

  final SettableTicker ticker = new SettableTicker();
  final List<WorkerHandle> started = new ArrayList<>();
  final Map<WorkerHandle, List<WorkerOrder>> orders = new HashMap<>();
  final List<WorkerHandle> killed = new ArrayList<>();
  final List<WorkerHandle> askedForStacks = new ArrayList<>();
  final List<WorkerHandle> settled = new ArrayList<>();
  final List<WorkerHandle> standbys = new ArrayList<>();
  final RecordingExtension extension = new RecordingExtension();
  final Config config;
  final Fleet fleet;
  final Supervisor supervisor;
  Executor aside = Runnable::run;
  boolean announced;
  boolean spawnFails;
  Optional<Long> memoryKills = Optional.of(0L);
  Optional<String> metrics = Optional.of("");

  private final BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
  private long nextPid = 1000;

  /// @param name of the service
  /// @param workers how many
  /// @param replacement of its workers
  record Spec(String name, int workers, Replacement replacement) {}

  SupervisorFixture(Spec... specs) {
    this(RestartMethod.RELOAD, specs);
  }

  SupervisorFixture(RestartMethod method, Spec... specs) {
    config =
        Config.forTesting(ServiceOptions.class, LauncherOptions.class)
            .set("DEFAULT", "graceful_shutdown_timeout", "30")
            .build();
    List<ManagedService> services = new ArrayList<>();
    for (Spec spec : specs) {
      services.add(new ManagedService(spec.name(), service(spec), spec.workers(), ticker));
    }
    fleet =
        new Fleet(
            services, new OnPaper(), config, ticker, new MemoryKills(() -> memoryKills, ticker));
    supervisor =
        new Supervisor(
            config,
            method,
            fleet,
            extensions(),
            commands,
            Duration.ofSeconds(1),
            ticker,
            task -> aside.execute(task),
            () -> announced = true);
  }

  private Extensions extensions() {
    try {
      ProcessContext context =
          new ProcessContext(
              ProcessContext.Role.SUPERVISOR, "supervisor", List.of(), Path.of("/"), this);
      return Extensions.start(List.of(extension), config, context);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static Spec rolling(String name, int workers) {
    return new Spec(name, workers, Replacement.ROLLING);
  }

  private static BaseService service(Spec spec) {
    return new BaseService() {
      @Override
      public Replacement replacement() {
        return spec.replacement();
      }

      @Override
      public List<Class<? extends Record>> optionGroups() {
        return List.of(ServiceOptions.class);
      }
    };
  }

  private final class OnPaper implements WorkerStarter {

    @Override
    public WorkerHandle start(
        WorkerSlot slot, int generation, ConfigSnapshot snapshot, boolean standby)
        throws IOException {
      return SupervisorFixture.this.start(slot, generation, snapshot, standby);
    }

    @Override
    public String metrics() {
      return metrics.orElseThrow();
    }
  }

  private WorkerHandle start(
      WorkerSlot slot, int generation, ConfigSnapshot snapshot, boolean standby)
      throws IOException {
    if (spawnFails) {
      throw new IOException("no more processes");
    }
    WorkerHandle worker =
        new WorkerHandle(slot, generation, snapshot.generation(), Duration.ofSeconds(60), ticker);
    worker.runsAs(nextPid++, () -> killed.add(worker), () -> askedForStacks.add(worker));
    worker.whenSettled(() -> settled.add(worker));
    started.add(worker);
    orders.put(worker, new ArrayList<>());
    if (standby) {
      standbys.add(worker);
    }
    return worker;
  }

  /// Has code of the program set an option; the next reload takes it back.
  void override(String section, String option, String value) {
    config.commit(config.prepareOverride(section, option, value));
  }

  /// Lets the supervisor look at everything, and carries out what it has others do.
  void turn() throws InterruptedException {
    supervisor.advance();
    for (Command next = commands.poll(); next != null; next = commands.poll()) {
      supervisor.handle(next);
      supervisor.advance();
    }
  }

  void handle(Command command) throws InterruptedException {
    supervisor.handle(command);
    supervisor.advance();
    handleWhatWasDoneAside();
  }

  // Done beside the supervisor's thread; here that is at once.
  private void handleWhatWasDoneAside() throws InterruptedException {
    for (Command next : List.copyOf(commands)) {
      if (next instanceof Command.ConfigRead
          || next instanceof Command.ConfigRefused
          || next instanceof Command.PerformedHere) {
        commands.remove(next);
        supervisor.handle(next);
        supervisor.advance();
      }
    }
  }

  void signal(Signal signal) throws InterruptedException {
    handle(new Command.Signalled(signal));
  }

  CompletableFuture<Reply> ask(Verb verb) throws InterruptedException {
    return ask(ControlRequest.of(verb));
  }

  CompletableFuture<Reply> ask(Verb verb, List<String> arguments) throws InterruptedException {
    return ask(ControlRequest.of(verb, arguments));
  }

  private CompletableFuture<Reply> ask(ControlRequest request) throws InterruptedException {
    handle(new Command.Asked(request));
    return request.reply();
  }

  void connect(WorkerHandle worker) throws InterruptedException {
    handle(
        new Command.Connected(
            worker,
            new WorkerLink() {
              @Override
              public void send(WorkerOrder order) {
                orders.get(worker).add(order);
              }

              @Override
              public void close() {}
            }));
  }

  void ready(WorkerHandle worker) throws InterruptedException {
    connect(worker);
    say(worker, new WorkerMessage.Ready());
  }

  void say(WorkerHandle worker, WorkerMessage message) throws InterruptedException {
    handle(new Command.Said(worker, message));
  }

  void exits(WorkerHandle worker, int code) throws InterruptedException {
    handle(new Command.Exited(worker, new ExitStatus.Exited(code)));
  }

  void isKilledBy(WorkerHandle worker, int signal) throws InterruptedException {
    handle(new Command.Exited(worker, new ExitStatus.Killed(signal)));
  }

  /// Starts everything and makes it ready.
  SupervisorFixture running() throws InterruptedException {
    supervisor.advance();
    for (int i = 0; i < started.size(); i++) {
      ready(started.get(i));
    }
    return this;
  }

  void advance(Duration time) throws InterruptedException {
    ticker.advance(time);
    supervisor.advance();
  }

  WorkerHandle newest() {
    return started.getLast();
  }

  WorkerHandle worker(int n) {
    return started.get(n);
  }

  boolean wasToldToDrain(WorkerHandle worker) {
    return orders.get(worker).stream().anyMatch(o -> o instanceof WorkerOrder.Drain);
  }

  boolean wasCutOff(WorkerHandle worker) {
    return orders.get(worker).contains(new WorkerOrder.Drain(0));
  }

  Optional<WorkerHandle> serving(int service, int slot) {
    return fleet.services().get(service).slots().get(slot).current();
  }
}
