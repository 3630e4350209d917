package dev.perennial.daemon;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigChange;
import dev.perennial.registry.DatabaseOptions;
import dev.perennial.registry.Heartbeat;
import dev.perennial.registry.RegistryOptions;
import dev.perennial.registry.ServiceKey;
import dev.perennial.registry.ServicesOperation;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.RpcServerBuilder;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportProvider;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.LoopingCall;
import dev.perennial.schedule.OnException;
import dev.perennial.schedule.PeriodicTaskOptions;
import dev.perennial.schedule.Timers;
import dev.perennial.service.Activity;
import dev.perennial.service.BaseService;
import dev.perennial.service.Operation;
import dev.perennial.service.Replacement;
import dev.perennial.service.TasksOperation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A binary that runs on a host: its manager answers remote calls, its periodic tasks run, and it
/// reports its state to the registry.
///
/// ```java
/// RpcService conductor = RpcService.create(config, with -> with.manager(VnfManager.class));
/// launcher.launchService(conductor);
/// ```
///
/// It listens to its topic, where several share the work, to its topic on its own host, and to what
/// goes to all of the topic. Calls come only after the hooks of the start, and the manager is
/// stopped only when they have ended.
///
/// In a reload the new worker takes calls and reports as soon as it is ready, beside the old one;
/// periodic tasks begin when the old one is gone, so that none runs twice.
public final class RpcService extends BaseService {

  // What hangs in the end of a service that is killed keeps it on the bus no longer: longer than a
  // last report, or a call that is cut off, may take.
  private static final Duration LEFT_AT_LAST = Duration.ofSeconds(10);

  private final Config config;
  private final ServiceKey key;
  private final String topic;
  private final RpcServiceParameters parameters;
  private final ManagerLife manager;
  private final Consumers consumers = new Consumers();
  private final StateReports reports;
  private final Timers timers;

  private final ServiceTransport transport = new ServiceTransport();

  /// Makes a service of parameters that say everything. What is not said about times is not done:
  /// no reports, no periodic tasks, no random delay. [#create] takes the options instead.
  ///
  /// @param config has [#optionRecords()]
  /// @param parameters with host, binary, topic and manager
  /// @throws IllegalArgumentException if one of these is missing, or there is no such manager
  public RpcService(Config config, RpcServiceParameters parameters) {
    this(config, parameters, Timers.system());
  }

  RpcService(Config config, RpcServiceParameters parameters, Timers timers) {
    this.timers = timers;
    this.config = config;
    this.parameters = parameters;
    String host = required("host", parameters.host());
    this.key = new ServiceKey(host, required("binary", parameters.binary()));
    this.topic = required("topic", parameters.topic());
    ManagerClass type = ManagerClass.named(required("manager", parameters.manager()));
    this.manager = new ManagerLife(type.maker(config, host, parameters.managerArguments()));
    String version = parameters.version().isEmpty() ? type.version() : parameters.version();
    this.reports = new StateReports(key, topic, version, parameters, () -> manager().isWorking());
  }

  /// Makes a service. Nothing is opened or started yet, and its manager is not made.
  ///
  /// | not said | becomes |
  /// |---|---|
  /// | host | the option `host`, else the name of the machine |
  /// | binary | the option `binary`, else the name of the start script, else of the main class |
  /// | topic | the binary's name behind the prefix, `-` as `_` |
  /// | manager | the class that the option `<topic>_manager` names |
  /// | an interval or delay | the option of the same name; zero is kept and means none |
  ///
  /// @param config has [#optionRecords()]
  /// @param said what the program says itself
  /// @return the service
  /// @throws IllegalArgumentException if no manager is named anywhere, or there is no such manager
  public static RpcService create(Config config, UnaryOperator<RpcServiceParameters> said) {
    return new RpcService(config, said.apply(RpcServiceParameters.none()).withDefaults(config));
  }

  /// The option records that a program with such a service registers.
  ///
  /// @return those of this class, of its periodic tasks, of the registry, and of all transports
  public static List<Class<? extends Record>> optionRecords() {
    return Stream.concat(
            Stream.<Class<? extends Record>>of(
                RpcServiceOptions.class,
                PeriodicTaskOptions.class,
                RegistryOptions.class,
                DatabaseOptions.class),
            TransportProvider.optionGroups().stream())
        .toList();
  }

  /// The binary: by this name operators see the service.
  @Override
  public String name() {
    return key.binary();
  }

  /// Host and binary, which identify it in the registry.
  ///
  /// @return the key of its record
  public ServiceKey key() {
    return key;
  }

  /// Where it listens.
  ///
  /// @return the topic
  public String topic() {
    return topic;
  }

  /// What it is about; made when it is asked for the first time, or when the service starts.
  ///
  /// @return the manager, always the same one
  /// @throws IllegalArgumentException if its constructor fails
  public Manager manager() {
    return manager.get();
  }

  /// The way to the message bus, for what the manager sends itself.
  ///
  /// @return the transport, open from the hooks of the start to the end
  /// @throws IllegalStateException if the service does not run
  public Transport transport() {
    return transport.get().orElseThrow(() -> new IllegalStateException(name() + " does not run"));
  }

  /// Adds a consumer on another topic of the same host, from
  /// [Manager#initializeServiceHook(RpcService)]: it begins and ends with the service.
  ///
  /// @param otherTopic where to listen
  /// @param endpoints the objects whose remote methods are offered
  /// @throws IllegalArgumentException if there is no endpoint, or one is malformed
  public void addConsumer(String otherTopic, List<Object> endpoints) {
    consumers.add(server(otherTopic, endpoints).build());
  }

  @Override
  public Replacement replacement() {
    return Replacement.HANDOVER;
  }

  /// Runs the hooks of the start, begins to take calls, and then to report.
  @Override
  public void start() throws Exception {
    super.start();
    reports.open();
    try {
      begin();
      reports.begin(config);
      manager.requireRunning();
    } catch (Throwable failure) {
      stopAfter(failure);
      throw failure;
    }
  }

  private void stopAfter(Throwable failure) {
    try {
      stop();
    } catch (RuntimeException | Error other) {
      failure.addSuppressed(other);
    }
  }

  /// Begins periodic tasks.
  @Override
  public void takeOver() {
    parameters
        .periodicInterval()
        .filter(Duration::isPositive)
        .ifPresent(interval ->
            tasks()
                .addTimer(
                    LoopingCall.fixedInterval("periodic-tasks", interval, _ -> periodicTasks(false))
                        .onException(OnException.CONTINUE)
                        .initialDelay(firstDelay(parameters.periodicFuzzyDelay()))));
  }

  /// Takes no new calls, begins no new run of a task, and waits for what runs; reports meanwhile.
  @Override
  public void drain(Deadline deadline) throws InterruptedException {
    holdTasks();
    tasks().stopTimers();
    consumers.drain(deadline);
    super.drain(deadline);
    reports.drain(deadline);
  }

  /// Interrupts what still runs, stops the manager, and leaves the message bus: at once where no
  /// call was cut off, else when [#awaitStopped(Deadline)] returns, so that its caller hears of it.
  @Override
  public void stop() {
    stopAnd(() -> {});
  }

  @Override
  public boolean awaitStopped(Deadline deadline) throws InterruptedException {
    try {
      return consumers.awaitStopped(deadline)
          & reports.awaitStopped(deadline)
          & super.awaitStopped(deadline);
    } finally {
      transport.closeLeft();
    }
  }

  /// Stops at once, and has the registry forget the service: also that it is disabled or forced
  /// down. Another process of the same host and binary that reports makes a new record.
  ///
  /// It takes no calls from the first moment on, and has left the message bus ten seconds later at
  /// the latest, also when the registry does not answer, the manager or a method does not end, or
  /// nobody calls [#awaitStopped(Deadline)].
  ///
  /// @throws dev.perennial.registry.DatabaseException if the registry cannot be asked; the service
  ///   has stopped nevertheless
  public void kill() {
    timers.after(LEFT_AT_LAST, transport.closingThis());
    stopAnd(reports::forget);
  }

  /// Lets the manager follow a change of configuration.
  @Override
  public void reset(ConfigChange change) {
    manager().reset(change);
  }

  /// Runs the periodic tasks of the manager that are due. The timer of the service does this; a
  /// program may as well.
  ///
  /// @param raiseOnError whether the first failure is thrown here, and the tasks after it are left
  ///   for the next time; otherwise failures are logged
  /// @return how long nothing will be due, a minute at most
  /// @throws Exception what a task threw
  public Duration periodicTasks(boolean raiseOnError) throws Exception {
    return manager().periodicTasks(raiseOnError);
  }

  /// Tells the registry that the service is alive, unless its manager says that it does not work. A
  /// record that is gone is made again; a database that fails is logged once.
  ///
  /// @return what became of it; empty without a registry
  public Optional<Heartbeat.Result> reportState() {
    return reports.report();
  }

  @Override
  public Activity activity() {
    return consumers.activity();
  }

  /// The periodic tasks as soon as there is a manager, and what the registry knows.
  @Override
  public Map<String, Operation> operations() {
    Map<String, Operation> operations = new HashMap<>();
    manager
        .ifMade()
        .ifPresent(
            made -> operations.put(TasksOperation.NAME, new TasksOperation(made.periodic())));
    parameters
        .registry()
        .ifPresent(
            registry -> operations.put(ServicesOperation.NAME, new ServicesOperation(registry)));
    return operations;
  }

  // The manager may close what the registry works with.
  private void stopAnd(Runnable beforeManagerStops) {
    Steps.doAll(
        List.of(
            this::holdTasks,
            consumers::stop,
            reports::stop,
            super::stop,
            beforeManagerStops,
            () -> manager.leave().ifPresent(Manager::stop),
            this::leaveTheBus));
  }

  private void leaveTheBus() {
    transport.leave();
    if (consumers.activity().inFlight() == 0) {
      transport.closeLeft();
    }
  }

  private void begin() throws Exception {
    Manager made = manager.enter();
    made.periodic().release();
    made.start();
    made.initHost();
    manager.requireRunning();
    transport.open(config, name());
    consumers.clear();
    List<Object> endpoints = made.endpoints();
    if (!endpoints.isEmpty()) {
      RpcServerBuilder server = server(topic, endpoints);
      made.configure(server);
      consumers.add(server.build());
    }
    made.initializeServiceHook(this);
    made.afterStart();
    manager.requireRunning();
    consumers.start();
  }

  private RpcServerBuilder server(String onTopic, List<Object> endpoints) {
    Target target = Target.of(onTopic).withServer(key.host());
    RpcServerBuilder server = RpcServer.builder(transport(), target);
    endpoints.forEach(server::endpoint);
    return server;
  }

  private void holdTasks() {
    manager.ifMade().ifPresent(made -> made.periodic().hold());
  }

  static Duration firstDelay(Optional<Duration> longest) {
    long nanos = longest.map(Duration::toNanos).orElse(0L);
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(nanos + 1));
  }

  private static String required(String what, Optional<String> given) {
    return given.orElseThrow(() ->
        new IllegalArgumentException("an RPC service needs a " + what + "; create() finds it out"));
  }
}
