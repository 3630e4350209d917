package dev.perennial.daemon;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigChange;
import dev.perennial.rpc.RpcServerBuilder;
import dev.perennial.schedule.OnException;
import dev.perennial.schedule.PeriodicTasks;
import java.time.Duration;
import java.util.List;

/// What an [RpcService] is about: its remote methods, its periodic tasks, and hooks of its life.
///
/// ```java
/// @Endpoint(version = "1.0")
/// public final class VnfManager extends Manager {
///   public VnfManager(Config config, String host) {
///     super(config, host);
///   }
///
///   @RemoteMethod
///   public VnfInstance getVnfInstance(String id) { … }
///
///   @PeriodicTask(spacing = 60)
///   void removeDeleted() { … }
/// }
/// ```
///
/// A subclass has a constructor that takes the configuration, the host, and what the program gives
/// besides. It is called when the service starts, in the process that serves, before the hooks.
///
/// Only what is marked for it can be called from outside; the methods of this class never can. One
/// thread at a time calls the hooks, in the order in which they stand here.
public abstract class Manager {

  private final Config config;
  private final String host;
  private final PeriodicTasks periodic;

  /// Creates a manager and finds its periodic tasks.
  ///
  /// @param config the configuration of the program
  /// @param host the name of the node
  @SuppressWarnings("this-escape") // the tasks look at the class only, until they are run
  protected Manager(Config config, String host) {
    this.config = config;
    this.host = host;
    this.periodic = new PeriodicTasks(config, this);
  }

  /// The configuration of the program.
  ///
  /// @return the one that it was made with
  public final Config config() {
    return config;
  }

  /// The name of the node.
  ///
  /// @return the one that it was made with
  public final String host() {
    return host;
  }

  /// The methods marked as periodic tasks. A constructor may add others.
  ///
  /// @return always the same
  protected final PeriodicTasks periodic() {
    return periodic;
  }

  /// The objects whose remote methods are offered on the topic of the service.
  ///
  /// @return the manager itself unless overridden; none for a service without remote methods
  protected List<Object> endpoints() {
    return List.of(this);
  }

  /// Says more about the server of the topic, such as its limit or the exceptions that travel.
  ///
  /// @param server has its endpoints already
  protected void configure(RpcServerBuilder server) {}

  /// Begins.
  ///
  /// @throws Exception if the service cannot start
  protected void start() throws Exception {}

  /// Opens what the manager works with and puts in order what a predecessor left.
  ///
  /// @throws Exception if the service cannot start
  protected void initHost() throws Exception {}

  /// Adds further consumers to the service ([RpcService#addConsumer]) or uses its transport.
  ///
  /// @param service the service
  /// @throws Exception if the service cannot start
  protected void initializeServiceHook(RpcService service) throws Exception {}

  /// Ends the start: remote calls come only after this.
  ///
  /// @throws Exception if the service cannot start
  protected void afterStart() throws Exception {}

  /// Runs the periodic tasks that are due, one after another.
  ///
  /// @param raiseOnError whether the first failure is thrown here, and the tasks after it are left
  ///   for the next time; otherwise failures are logged
  /// @return how long nothing will be due, a minute at most
  /// @throws Exception what a task threw
  protected Duration periodicTasks(boolean raiseOnError) throws Exception {
    return periodic.runDue(raiseOnError ? OnException.STOP : OnException.CONTINUE);
  }

  /// Whether the service does what it is for. One that says no does not report, and so shows as
  /// down in the registry. Asked before each report, by any thread.
  ///
  /// @return true unless overridden
  protected boolean isWorking() {
    return true;
  }

  /// Follows a change of configuration (SIGHUP); the new values are in force.
  ///
  /// @param change what is different
  protected void reset(ConfigChange change) {}

  /// Ends. Called once the remote methods and periodic tasks have ended, or have been interrupted.
  protected void stop() {}
}
