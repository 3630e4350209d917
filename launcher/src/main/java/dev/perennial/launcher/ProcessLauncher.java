package dev.perennial.launcher;

import dev.perennial.config.Config;
import dev.perennial.launcher.Registrations.Registration;
import dev.perennial.process.ActivatedSockets;
import dev.perennial.process.ChildProcess;
import dev.perennial.process.ChildProgram;
import dev.perennial.process.MemoryFile;
import dev.perennial.process.Signal;
import dev.perennial.process.Signals;
import dev.perennial.process.Spawner;
import dev.perennial.process.StandardDescriptors;
import dev.perennial.schedule.Ticker;
import dev.perennial.service.ProcessContext;
import dev.perennial.service.Service;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// Runs services in worker processes that this process, their supervisor, starts, watches and
/// replaces. Workers of a service share its listening sockets, which the supervisor binds once.
///
/// A worker is a JVM that runs the program's own `main` again. It gets the supervisor's
/// configuration instead of reading files, and its [#await()] runs the one service that it is for.
/// So code before `await()` runs in every process, and must not do what may happen only once.
public final class ProcessLauncher implements Launcher {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final Config config;
  private final Duration waitInterval;
  private final RestartMethod restartMethod;
  private final Registrations registrations = new Registrations();
  private final BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
  private final boolean isTrainingRun = TrainingRun.isWanted(System.getenv());
  private final Optional<WorkerEnvironment> worker = WorkerEnvironment.from(System.getenv());
  private final StartReport report;
  private Optional<String> mainClass = Optional.empty();

  /// Creates a launcher whose SIGHUP reloads.
  ///
  /// @param config the configuration; must have [ServiceOptions] and [LauncherOptions] among its
  ///   groups
  /// @throws IllegalStateException if there is a launcher in this process already
  public ProcessLauncher(Config config) {
    this(config, LONGEST_WAIT, RestartMethod.RELOAD);
  }

  /// Creates a launcher.
  ///
  /// @param config the configuration
  /// @param restartMethod what SIGHUP does
  /// @throws IllegalStateException if there is a launcher in this process already
  public ProcessLauncher(Config config, RestartMethod restartMethod) {
    this(config, LONGEST_WAIT, restartMethod);
  }

  /// Creates a launcher.
  ///
  /// @param config the configuration
  /// @param waitInterval the longest that the supervisor may wait between two looks at its workers,
  ///   1 s in the other constructors; it hears of everything at once, this only bounds the wait
  ///   should something ever be missed
  /// @param restartMethod what SIGHUP does
  /// @throws IllegalStateException if there is a launcher in this process already
  /// @throws IllegalArgumentException if the interval is not positive
  public ProcessLauncher(Config config, Duration waitInterval, RestartMethod restartMethod) {
    if (!waitInterval.isPositive()) {
      throw new IllegalArgumentException("wait interval must be positive, not " + waitInterval);
    }
    LauncherClaim.take();
    StandardDescriptors.occupy();
    this.config = config;
    this.report = new StartReport(config);
    this.waitInterval = waitInterval;
    this.restartMethod = restartMethod;
    UnfinishedBoot.watch(config, worker);
    if (worker.isEmpty()) {
      prepareSupervisor();
    }
  }

  static boolean isWorker() {
    return WorkerEnvironment.from(System.getenv()).isPresent();
  }

  /// Makes workers run another main class than the program's own, on the same class path. Without
  /// this they run what the supervisor's command line names.
  ///
  /// @param main the class; its `main` has to register the same services
  /// @return this launcher
  public ProcessLauncher mainClass(Class<?> main) {
    mainClass = Optional.of(main.getName());
    return this;
  }

  @Override
  public void launchService(Service service) {
    launchService(service, 1);
  }

  @Override
  public void launchService(Service service, int workers) {
    registrations.add(service, workers);
  }

  /// How many workers all services are to have.
  int workers() {
    return registrations.workers();
  }

  @Override
  public void whenReady(Consumer<List<RunningService>> action) {
    report.whenReady(action);
  }

  @Override
  public void stop() {
    commands.add(new Command.StopRequested());
  }

  @Override
  public int await() {
    UnfinishedBoot.reachedAwait();
    worker.ifPresent(this::runWorker);
    if (isTrainingRun) {
      TrainingRun.run(registrations, config);
    }
    return LauncherClaim.fulfil(config, this::supervise);
  }

  private void runWorker(WorkerEnvironment environment) {
    registrations
        .find(environment.service())
        .ifPresentOrElse(
            found -> Worker.run(environment, config, found.service(), this),
            () ->
                Worker.fail(
                    environment,
                    "main registered no service named "
                        + environment.service()
                        + ", only "
                        + registrations.names()));
  }

  private void prepareSupervisor() {
    if (isTrainingRun) {
      return;
    }
    StandardDescriptors.neverWaitForReader();
    for (Signal signal : Signal.values()) {
      Signals.handle(signal, s -> commands.add(new Command.Signalled(s)));
    }
  }

  private int supervise() throws IOException, InterruptedException {
    WorkerLimit.of(Path.of("/"), config.get(LauncherOptions.class).maxWorkers()).require(workers());
    WorkerCommand command = workerCommand();
    Spawner spawner = new Spawner();
    AotCache cache = aotCache(command, spawner);
    List<ManagedService> services =
        registrations.all().stream().map(ProcessLauncher::managed).toList();
    Options options = Options.of(config);
    Optional<AdminListener> adminListener = Optional.empty();
    // No service runs in this process, and there may be a thousand connections.
    try (ControlServer control =
            ControlServer.open(options.stateDirectory(), commands::add, Thread::ofVirtual);
        MetricsBoard metrics = MetricsBoard.ofWorkers(options.stateDirectory());
        Extensions extensions = Extensions.start(config, context(options))) {
      adminListener = AdminListener.startIfWanted(config, metrics);
      // Whoever wants the end meanwhile is heard as soon as the supervisor runs.
      if (bindListeners(services, options.bindRetries())) {
        logStart(services);
      }
      ProcessStarter starter =
          new ProcessStarter(
              spawner,
              command,
              cache,
              control,
              metrics,
              commands::add,
              options.bootTimeout(),
              Ticker.system());
      return supervisor(services, starter, extensions, cache).run();
    } finally {
      adminListener.ifPresent(AdminListener::close);
      cache.cancel();
      services.forEach(ManagedService::closeListeners);
    }
  }

  private boolean bindListeners(List<ManagedService> services, int retries)
      throws IOException, InterruptedException {
    ActivatedSockets activated = ActivatedSockets.from(System.getenv());
    BindAttempts attempts = new BindAttempts(activated, retries, this::endIsWanted);
    for (ManagedService service : services) {
      if (!service.bindListeners(attempts)) {
        return false;
      }
    }
    activated.warnOfRest();
    return true;
  }

  private Supervisor supervisor(
      List<ManagedService> services,
      ProcessStarter starter,
      Extensions extensions,
      AotCache cache) {
    // The supervisor's own thread has to hear everything meanwhile.
    Aside aside = new Aside();
    return new Supervisor(
        config,
        restartMethod,
        new Fleet(services, starter, config, Ticker.system(), MemoryKills.ofThisMachine()),
        extensions,
        commands,
        waitInterval,
        Ticker.system(),
        aside,
        () -> {
          report.ready(services.stream().map(ManagedService::running).toList());
          aside.execute(cache::train);
        });
  }

  private ProcessContext context(Options options) {
    return new ProcessContext(
        ProcessContext.Role.SUPERVISOR,
        OperationQueries.SUPERVISOR,
        List.of(),
        options.stateDirectory(),
        this);
  }

  private boolean endIsWanted() {
    return commands.stream().anyMatch(BindAttempts::isEnd);
  }

  private static ManagedService managed(Registration registration) {
    return new ManagedService(
        registration.name(), registration.service(), registration.workers(), Ticker.system());
  }

  private AotCache aotCache(WorkerCommand command, Spawner spawner) {
    return AotCache.of(
        config.programName(),
        command,
        System.getProperty("java.class.path"),
        words -> startTraining(spawner, words));
  }

  private AotTraining.Child startTraining(Spawner spawner, List<String> words)
      throws IOException, InterruptedException {
    try (MemoryFile file = MemoryFile.of("perennial-config", config.snapshot().toText())) {
      ChildProcess child =
          spawner.spawn(
              new ChildProgram(
                  words,
                  TrainingRun.environment(System.getenv()),
                  List.of(file.descriptor()),
                  false));
      return new AotTraining.Child(child.exit(), child::kill);
    }
  }

  private WorkerCommand workerCommand() throws IOException {
    JavaCommandLine own = JavaCommandLine.ofThisProcess();
    if (mainClass.isEmpty()) {
      OwnMain.require(own);
    }
    WorkerCommand command =
        new WorkerCommand(
            own,
            mainClass,
            config.get(LauncherOptions.class),
            JavaOptionVariables.options(System.getenv()),
            workers());
    command.overruled(System.getenv()).forEach(what -> LOG.log(Level.WARNING, "workers: " + what));
    return command;
  }

  private void logStart(List<ManagedService> services) {
    report.options();
    for (ManagedService service : services) {
      LOG.log(Level.INFO, service.describe());
    }
  }
}
