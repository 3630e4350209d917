package dev.perennial.launcher;

import dev.perennial.config.ConfigSnapshot;
import dev.perennial.process.ChildProcess;
import dev.perennial.process.ChildProgram;
import dev.perennial.process.ExitStatus;
import dev.perennial.process.ListeningSocket;
import dev.perennial.process.MemoryFile;
import dev.perennial.process.Spawner;
import dev.perennial.schedule.Ticker;
import dev.perennial.service.Metrics;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Starts workers as processes.
///
/// Used by the supervisor's thread.
final class ProcessStarter implements WorkerStarter {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private static final HexFormat HEX = HexFormat.of();

  /// SIGILL, SIGABRT, SIGBUS, SIGFPE and SIGSEGV: a JVM that is at its wits' end aborts.
  private static final Set<Integer> CRASHES = Set.of(4, 6, 7, 8, 11);

  private final Spawner spawner;
  private final WorkerCommand command;
  private final AotCache cache;
  private final ControlServer control;
  private final MetricsBoard metrics;
  private final Consumer<Command> commands;
  private final Duration bootTimeout;
  private final Ticker ticker;
  private final RandomGenerator random = new java.security.SecureRandom();

  ProcessStarter(
      Spawner spawner,
      WorkerCommand command,
      AotCache cache,
      ControlServer control,
      MetricsBoard metrics,
      Consumer<Command> commands,
      Duration bootTimeout,
      Ticker ticker) {
    this.spawner = spawner;
    this.command = command;
    this.cache = cache;
    this.control = control;
    this.metrics = metrics;
    this.commands = commands;
    this.bootTimeout = bootTimeout;
    this.ticker = ticker;
  }

  @Override
  public String aotCache() {
    return cache.text();
  }

  @Override
  public String metrics() {
    return metrics.text();
  }

  @Override
  public WorkerHandle start(
      WorkerSlot slot, int generation, ConfigSnapshot snapshot, boolean standby)
      throws IOException, InterruptedException {
    WorkerHandle worker =
        new WorkerHandle(slot, generation, snapshot.generation(), bootTimeout, ticker);
    // Beside a worker that serves, a new one must not take all processors while it starts.
    boolean beside = slot.current().isPresent();
    String token = token();
    control.expect(token, worker);
    MetricsBoard.Page page = metrics.newPage(slot);
    try {
      WorkerEnvironment environment = environment(slot, generation, beside, standby, token);
      List<String> cached = cache.jvmOptions();
      ChildProcess child = spawn(slot, variables(environment, page), snapshot, beside, cached);
      page.runsAs(child.pid());
      begin(worker, child, beside);
      child.exit().thenAccept(status -> ended(worker, status, page, !cached.isEmpty()));
      return worker;
    } catch (IOException failure) {
      page.retire();
      control.forget(token);
      throw failure;
    }
  }

  private WorkerEnvironment environment(
      WorkerSlot slot, int generation, boolean beside, boolean standby, String token) {
    return new WorkerEnvironment(
        slot.service().name(),
        slot.number(),
        generation,
        beside,
        standby,
        control.path(),
        token,
        WorkerEnvironment.textsOf(
            slot.service().listeners().stream().map(ListeningSocket::address).toList()));
  }

  private static void begin(WorkerHandle worker, ChildProcess child, boolean beside) {
    if (beside) {
      worker.whenReady(() -> letLoose(child, name -> !isCompiler(name)));
      worker.whenSettled(() -> letLoose(child, _ -> true));
    }
    worker.runsAs(child.pid(), child::kill, child::printStacks);
  }

  private void ended(
      WorkerHandle worker, ExitStatus status, MetricsBoard.Page page, boolean hasCache) {
    try {
      page.retire();
      if (hasCache && isCrash(status)) {
        blameCache(worker);
      }
    } finally {
      commands.accept(new Command.Exited(worker, status));
    }
  }

  private void blameCache(WorkerHandle worker) {
    cache.workerCrashed();
    if (cache.jvmOptions().isEmpty()) {
      worker.crashedOnCache();
    }
  }

  private static boolean isCrash(ExitStatus status) {
    return status instanceof ExitStatus.Killed(int signal) && CRASHES.contains(signal);
  }

  private static Map<String, String> variables(
      WorkerEnvironment environment, MetricsBoard.Page page) {
    Map<String, String> variables = environment.addTo(System.getenv());
    page.file().ifPresent(file -> variables.put(Metrics.ENVIRONMENT_VARIABLE, file.toString()));
    return variables;
  }

  private ChildProcess spawn(
      WorkerSlot slot,
      Map<String, String> variables,
      ConfigSnapshot snapshot,
      boolean beside,
      List<String> cached)
      throws IOException, InterruptedException {
    try (MemoryFile file = MemoryFile.of("perennial-config", snapshot.toText())) {
      List<Integer> descriptors = new ArrayList<>();
      slot.service().listeners().forEach(listener -> descriptors.add(listener.descriptor()));
      boolean hasListener = !descriptors.isEmpty();
      descriptors.add(file.descriptor());
      List<String> options = new ArrayList<>(cached);
      if (beside) {
        options.add(allProcessors());
      }
      ChildProgram program =
          new ChildProgram(command.words(options), variables, descriptors, hasListener);
      return beside ? spawner.spawnOnOneProcessor(program) : spawner.spawn(program);
    }
  }

  // A JVM counts its processors once, when it may use only one, and would forever be set up for it.
  // An option of the operator's comes later on the command line, and wins.
  private static String allProcessors() {
    return "-XX:ActiveProcessorCount=" + Runtime.getRuntime().availableProcessors();
  }

  // Its first requests would wait behind the compilation of its code otherwise, and so would those
  // of its predecessor and of the next worker.
  private static boolean isCompiler(String thread) {
    return thread.startsWith("C1 Comp") || thread.startsWith("C2 Comp");
  }

  private static void letLoose(ChildProcess child, Predicate<String> threads) {
    try {
      child.useAllProcessors(threads);
    } catch (IOException refused) {
      LOG.log(Level.WARNING, "pid " + child.pid() + " stays on one processor: " + refused);
    }
  }

  private String token() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HEX.formatHex(bytes);
  }
}
