package dev.perennial.launcher;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigSnapshot;
import dev.perennial.process.AdoptedSocket;
import dev.perennial.process.Signal;
import dev.perennial.process.Signals;
import dev.perennial.schedule.Deadline;
import dev.perennial.service.BoundSocket;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.ListeningService;
import dev.perennial.service.ProcessContext;
import dev.perennial.service.Service;
import dev.perennial.service.ServiceState;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// The inside of a worker process: runs one service and does what the supervisor tells it.
///
/// The thread that called await, the main thread as a rule, starts the service, obeys orders one
/// after another and ends the process. A second one reads the orders: it answers at once what must
/// not wait for others, and ends the process when the supervisor is gone. The end of the service
/// has a thread of its own.
final class Worker {

  /// The exit code of a worker that did not finish within its deadline. 3 is what a JVM exits with
  /// that ran out of memory.
  static final int EXIT_LATE = 4;

  /// That of one that cannot do what it was started for.
  static final int EXIT_FAILED = 1;

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private final WorkerEnvironment environment;
  private final Config config;
  private final Service service;
  private final SupervisorLink supervisor;
  private final ProcessContext context;
  private final WorkerMutation mutation;
  private final WorkerOperations operations;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final ServiceEnd end;
  // As in a ServiceGroup; the thread that obeys orders and the ServiceEnd cause the transitions,
  // one
  // after another, and others only look.
  private volatile ServiceState state = ServiceState.NEW;
  // Whether that has begun. Used by the thread that obeys orders only.
  private boolean ending;
  // Set by that thread before it obeys the first one.
  private Extensions extensions = Extensions.NONE;

  /// What the thread that obeys orders waits for.
  private sealed interface Event {

    /// @param order of the supervisor
    record Told(WorkerOrder order) implements Event {}

    /// @param outcome of the end of the service
    record Ended(ServiceEnd.Outcome outcome) implements Event {}
  }

  private Worker(
      WorkerEnvironment environment,
      Config config,
      Service service,
      SupervisorLink supervisor,
      Launcher launcher) {
    this.environment = environment;
    this.config = config;
    this.service = service;
    this.supervisor = supervisor;
    this.mutation = new WorkerMutation(config, service, supervisor);
    this.operations = new WorkerOperations(config, service, supervisor);
    this.end =
        new ServiceEnd(
            service,
            next -> state = next,
            this::report,
            outcome -> events.add(new Event.Ended(outcome)));
    this.context =
        new ProcessContext(
            ProcessContext.Role.WORKER,
            environment.service() + "/" + environment.slot(),
            List.of(service),
            _ -> state,
            environment.stateDirectory(),
            launcher);
  }

  /// Runs the service until the supervisor has told it to leave, and ends the process.
  static void run(
      WorkerEnvironment environment, Config config, Service service, Launcher launcher) {
    SupervisorLink supervisor = SupervisorLink.connect(environment);
    int code = new Worker(environment, config, service, supervisor, launcher).runService();
    // Everything that matters has been said and written. The hooks of the program run now; one that
    // hangs keeps the worker until the supervisor finds it late.
    System.out.flush();
    System.err.flush();
    System.exit(code);
  }

  /// Tells the supervisor why this process cannot become what it was started for, and ends it.
  static void fail(WorkerEnvironment environment, String cause) {
    SupervisorLink.sayUnfinished(environment, cause);
    System.exit(EXIT_FAILED);
  }

  private int runService() {
    Thread.ofPlatform()
        .name("supervisor-orders")
        .daemon(true)
        .start(
            new OrderReader(
                supervisor,
                service,
                operations,
                order -> events.add(new Event.Told(order)),
                Worker::halt));
    Signals.handle(Signal.TERM, _ -> supervisor.say(new WorkerMessage.WantsToLeave()));
    Signals.handle(Signal.USR1, _ -> operations.reopenLogs());
    try {
      extensions = Extensions.start(config, context);
      operations.offer(extensions);
      state = ServiceState.STARTING;
      start();
    } catch (Exception | Error failure) {
      // The supervisor logs the line for both; here is what only the author of the service needs.
      Level level = OneLine.isFaultOfTheProgram(failure) ? Level.ERROR : Level.TRACE;
      LOG.log(level, service.name() + " cannot start", failure);
      sayFailed(failure);
      return EXIT_FAILED;
    }
    state = ServiceState.RUNNING;
    supervisor.say(new WorkerMessage.Ready());
    try {
      return obey();
    } finally {
      extensions.close();
    }
  }

  private void start() throws Exception {
    if (service instanceof ListeningService listening) {
      listening.bind(adoptSockets(listening.listenAddresses()));
    }
    if (environment.beside()) {
      warmUp();
    }
    service.start();
    if (!environment.standby()) {
      service.takeOver();
    }
  }

  private void warmUp() throws InterruptedException {
    try {
      service.warmUp();
    } catch (InterruptedException ending) {
      throw ending;
    } catch (Exception failure) {
      LOG.log(Level.WARNING, service.name() + " begins without having warmed up", failure);
    }
  }

  private List<BoundSocket> adoptSockets(List<ListenAddress> wanted) throws IOException {
    List<String> bound = environment.listeners();
    if (bound.size() != wanted.size()) {
      throw new IOException(
          "listen addresses changed from "
              + bound
              + " to "
              + WorkerEnvironment.textsOf(wanted)
              + "; that needs a restart of the program");
    }
    List<BoundSocket> sockets = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      sockets.add(
          AdoptedSocket.adopt(
              environment.listenerDescriptors().get(i), actual(wanted.get(i), bound.get(i))));
    }
    return sockets;
  }

  // The address as wanted, with the host and port that the supervisor got.
  private static ListenAddress actual(ListenAddress wanted, String bound) {
    int colon = bound.lastIndexOf(':');
    return wanted instanceof ListenAddress.Tcp tcp
        ? tcp.withHost(bound.substring(0, colon))
            .withPort(Integer.parseInt(bound.substring(colon + 1)))
        : wanted;
  }

  private int obey() {
    try {
      while (true) {
        switch (events.take()) {
          case Event.Told(WorkerOrder order) -> obey(order);
          case Event.Ended(ServiceEnd.Outcome outcome) -> {
            return exitCode(outcome);
          }
        }
      }
    } catch (InterruptedException ended) {
      service.stop();
      return EXIT_LATE;
    } catch (Exception | Error failure) {
      LOG.log(Level.ERROR, service.name() + " failed", failure);
      sayFailed(failure);
      return EXIT_FAILED;
    }
  }

  // A service that ends is asked for nothing else.
  private void obey(WorkerOrder order) throws Exception {
    if (ending && !(order instanceof WorkerOrder.Drain)) {
      return;
    }
    switch (order) {
      case WorkerOrder.Drain(long millis) -> end(millis);
      case WorkerOrder.TakeOver _ -> service.takeOver();
      case WorkerOrder.Prepare(String snapshot) -> mutation.prepare(ConfigSnapshot.parse(snapshot));
      case WorkerOrder.Commit _ -> mutation.commit();
      case WorkerOrder.Abort _ -> mutation.abort();
      case WorkerOrder.ReportActivity _, WorkerOrder.Farewell _, WorkerOrder.Perform _ ->
          throw new IllegalStateException("answered by the thread that reads");
    }
  }

  // The supervisor says it again when no time is left.
  private void end(long millis) {
    if (ending) {
      end.cutOff();
      return;
    }
    ending = true;
    Deadline deadline = millis < 0 ? Deadline.never() : Deadline.after(Duration.ofMillis(millis));
    LOG.log(Level.DEBUG, "{0} drains, {1}", service.name(), deadline);
    end.begin(deadline);
  }

  // Before what is still there is interrupted.
  private void report() {
    Performance.of(config, extensions, List.of(Extensions.REPORT));
  }

  private int exitCode(ServiceEnd.Outcome outcome) {
    if (outcome.failure().isPresent()) {
      sayFailed(outcome.failure().get());
      return EXIT_FAILED;
    }
    if (!outcome.inTime()) {
      LOG.log(Level.WARNING, "{0} did not finish in time", service.name());
      return EXIT_LATE;
    }
    return 0;
  }

  private void sayFailed(Throwable failure) {
    supervisor.sayFailed(config.secretMask().apply(OneLine.of(failure)));
  }

  // The end of the connection is the death of the supervisor, and nothing of a worker may outlive
  // it.
  private static void halt() {
    Runtime.getRuntime().halt(EXIT_FAILED);
  }
}
