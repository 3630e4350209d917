package dev.perennial.launcher;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigException;
import dev.perennial.launcher.Registrations.Registration;
import dev.perennial.process.ActivatedSockets;
import dev.perennial.process.AdoptedSocket;
import dev.perennial.process.ListeningSocket;
import dev.perennial.process.Signal;
import dev.perennial.process.Signals;
import dev.perennial.process.StandardDescriptors;
import dev.perennial.schedule.Ticker;
import dev.perennial.service.BoundSocket;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.ListeningService;
import dev.perennial.service.ProcessContext;
import dev.perennial.service.Service;
import dev.perennial.service.ServiceGroup;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// Runs services in this process.
///
/// A reload keeps the same objects: they drain, are told of the change and start again, while the
/// launcher keeps their sockets open and clients wait in the queue.
public final class ServiceLauncher implements Launcher {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private final Config config;
  private final RestartMethod restartMethod;
  private final Registrations registrations = new Registrations();
  private final BlockingQueue<InProcessEvent> events = new LinkedBlockingQueue<>();
  private final StartReport report;
  private final List<RunningService> running = new ArrayList<>();

  /// Creates a launcher whose SIGHUP reloads.
  ///
  /// @param config the configuration; must have [ServiceOptions] and [LauncherOptions] among its
  ///   groups
  /// @throws IllegalStateException if there is a launcher in this process already
  public ServiceLauncher(Config config) {
    this(config, RestartMethod.RELOAD);
  }

  /// Creates a launcher.
  ///
  /// @param config the configuration
  /// @param restartMethod what SIGHUP does
  /// @throws IllegalStateException if there is a launcher in this process already
  public ServiceLauncher(Config config, RestartMethod restartMethod) {
    LauncherClaim.take();
    UnfinishedBoot.watch(config, Optional.empty());
    StandardDescriptors.occupy();
    StandardDescriptors.neverWaitForReader();
    this.config = config;
    this.report = new StartReport(config);
    this.restartMethod = restartMethod;
    for (Signal signal : Signal.values()) {
      Signals.handle(signal, s -> events.add(new InProcessEvent.Wished(new Command.Signalled(s))));
    }
  }

  @Override
  public void launchService(Service service) {
    launchService(service, 1);
  }

  @Override
  public void launchService(Service service, int workers) {
    if (workers != 1) {
      throw new LaunchMistake(
          service.name()
              + ": a ServiceLauncher runs services in this process: workers must be 1, not "
              + workers
              + "; use a ProcessLauncher for more");
    }
    registrations.add(service, workers);
  }

  @Override
  public void whenReady(Consumer<List<RunningService>> action) {
    report.whenReady(action);
  }

  @Override
  public void stop() {
    events.add(new InProcessEvent.Wished(new Command.StopRequested()));
  }

  @Override
  public int await() {
    UnfinishedBoot.reachedAwait();
    return LauncherClaim.fulfil(config, this::run);
  }

  private int run() throws IOException, InterruptedException {
    Options options = Options.of(config);
    List<ListeningSocket> sockets = new ArrayList<>();
    Optional<AdminListener> adminListener = Optional.empty();
    ServiceGroup group = new ServiceGroup();
    try (ControlServer control =
            ControlServer.open(options.stateDirectory(), this::wished, LineChannel::ownThread);
        Extensions extensions = Extensions.start(config, context(options, group))) {
      LOG.log(Level.DEBUG, "control socket {0}", control.path());
      adminListener =
          AdminListener.startIfWanted(config, MetricsBoard.ofThisProcess(config.programName()));
      prepare(group, options.bindRetries(), sockets);
      return new InProcessLoop(runner(group, sockets, extensions), events).run();
    } finally {
      adminListener.ifPresent(AdminListener::close);
      sockets.forEach(ListeningSocket::close);
    }
  }

  // Whoever wants the end meanwhile is heard before anything starts. What a service throws when it
  // is asked for its addresses, or gets its sockets, is a failure to start like any other.
  private void prepare(ServiceGroup group, int retries, List<ListeningSocket> sockets)
      throws IOException, InterruptedException {
    try {
      if (bindAll(group, retries, sockets)) {
        logStart(sockets);
      } else {
        stop();
      }
    } catch (ConfigException refused) {
      throw refused;
    } catch (RuntimeException | Error failure) {
      events.add(new InProcessEvent.StepEnded(false, Optional.of(failure)));
    }
  }

  private InProcessRunner runner(
      ServiceGroup group, List<ListeningSocket> sockets, Extensions extensions) {
    return new InProcessRunner(
        config,
        new InProcessSteps(
            config, restartMethod, group, sockets, events, LineChannel::ownThread, Ticker.system()),
        new InProcessOperations(config, group, sockets, extensions, LineChannel::ownThread),
        () -> report.ready(List.copyOf(running)),
        Ticker.system());
  }

  private ProcessContext context(Options options, ServiceGroup group) {
    return new ProcessContext(
        ProcessContext.Role.SINGLE,
        config.programName(),
        registrations.all().stream().map(r -> r.service()).toList(),
        group::stateOf,
        options.stateDirectory(),
        this);
  }

  private boolean endIsWanted() {
    return events.stream()
        .anyMatch(event ->
            event instanceof InProcessEvent.Wished(Command.Wish wish) && BindAttempts.isEnd(wish));
  }

  private void wished(Command command) {
    if (command instanceof Command.Wish wish) {
      events.add(new InProcessEvent.Wished(wish));
    }
  }

  private boolean bindAll(ServiceGroup group, int retries, List<ListeningSocket> sockets)
      throws IOException, InterruptedException {
    ActivatedSockets activated = ActivatedSockets.from(System.getenv());
    BindAttempts attempts = new BindAttempts(activated, retries, this::endIsWanted);
    registrations.all().forEach(registration -> group.add(registration.service()));
    for (Registration registration : registrations.all()) {
      int before = sockets.size();
      if (registration.service() instanceof ListeningService listening
          && !bind(listening, attempts, sockets)) {
        return false;
      }
      running.add(running(registration, sockets.subList(before, sockets.size())));
    }
    activated.warnOfRest();
    return true;
  }

  private static RunningService running(Registration registration, List<ListeningSocket> own) {
    List<String> addresses = own.stream().map(socket -> socket.address().text()).toList();
    return new RunningService(registration.name(), 1, addresses);
  }

  private static boolean bind(
      ListeningService service, BindAttempts attempts, List<ListeningSocket> sockets)
      throws IOException, InterruptedException {
    List<BoundSocket> all = new ArrayList<>();
    for (ListenAddress address : service.listenAddresses()) {
      Optional<ListeningSocket> bound = attempts.bind(address);
      if (bound.isEmpty()) {
        return false;
      }
      sockets.add(bound.get());
      all.add(AdoptedSocket.adopt(bound.get().descriptor(), bound.get().address()));
    }
    service.bind(all);
    return true;
  }

  private void logStart(List<ListeningSocket> sockets) {
    report.options();
    LOG.log(Level.INFO, "{0} in this process, listening on {1}", registrations.names(), sockets);
  }
}
