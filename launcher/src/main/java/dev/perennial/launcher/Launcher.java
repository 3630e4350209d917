package dev.perennial.launcher;

import dev.perennial.config.Config;
import dev.perennial.service.Service;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Runs services until somebody ends them: in this process ([ServiceLauncher]) or in supervised
/// worker processes ([ProcessLauncher]).
///
/// Services are registered first; nothing is bound or started before [#await()], whose thread is
/// the launcher's own. There is one launcher in a process at a time.
///
/// | signal | effect |
/// |---|---|
/// | SIGTERM | services drain within `graceful_shutdown_timeout`, then the program ends; a second one ends it at once |
/// | SIGINT | ends at once |
/// | SIGHUP | reload or mutate ([RestartMethod]); in the foreground of a terminal the same as SIGTERM |
/// | SIGUSR1 | every process opens its log files again |
public sealed interface Launcher permits ServiceLauncher, ProcessLauncher {

  /// Registers a service with one worker.
  ///
  /// @param service what to run
  void launchService(Service service);

  /// Registers a service.
  ///
  /// @param service what to run; in worker processes each worker's own `main` builds its own
  /// @param workers how many worker processes; at least 1, and 1 in a [ServiceLauncher]
  /// @throws IllegalArgumentException if the number is not possible
  void launchService(Service service, int workers);

  /// Registers a service that a factory makes: at once and in every process, because each has to
  /// know its name.
  ///
  /// @param factory makes the service
  /// @param workers how many worker processes; at least 1, and 1 in a [ServiceLauncher]
  /// @throws IllegalArgumentException if the number is not possible
  default void launchService(Supplier<? extends Service> factory, int workers) {
    launchService(factory.get(), workers);
  }

  /// Binds the sockets, starts the services in the order in which they were registered, and returns
  /// when they have ended. In a worker process it runs the worker's service and never returns.
  ///
  /// @return the exit code for the program: 0 after a clean end, 1 when something could not start,
  ///   the deadline passed or the end was forced. An operator's mistake has been told by then in
  ///   one line on standard error, and one in the configuration gives its own code.
  int await();

  /// Has something done once all services are ready for the first time, on the launcher's own
  /// thread. Never done in a worker process. To be called before [#await()]; a second call adds to
  /// the first.
  ///
  /// @param action gets what runs; must return soon, because the launcher waits for it
  void whenReady(Consumer<List<RunningService>> action);

  /// Ends the services as SIGTERM does. Returns at once; may be called by any thread and
  /// repeatedly.
  void stop();

  /// Launches a service in this process.
  ///
  /// @param config the configuration; must have [ServiceOptions] and [LauncherOptions] among its
  ///   groups
  /// @param service what to run
  /// @return the launcher, to be awaited
  static Launcher launch(Config config, Service service) {
    ServiceLauncher launcher = new ServiceLauncher(config);
    launcher.launchService(service);
    return launcher;
  }

  /// Launches a service; SIGHUP reloads.
  ///
  /// @param config the configuration
  /// @param service what to run
  /// @param workers 1 runs it in this process, more in as many worker processes
  /// @return the launcher, to be awaited
  /// @throws IllegalArgumentException if `workers` is less than 1
  static Launcher launch(Config config, Service service, int workers) {
    return launch(config, service, workers, RestartMethod.RELOAD);
  }

  /// Launches a service.
  ///
  /// @param config the configuration
  /// @param service what to run
  /// @param workers 1 runs it in this process, more in as many worker processes
  /// @param restartMethod what SIGHUP does
  /// @return the launcher, to be awaited
  /// @throws IllegalArgumentException if `workers` is less than 1
  static Launcher launch(Config config, Service service, int workers, RestartMethod restartMethod) {
    UnfinishedBoot.explainWhatMainThrows();
    Registrations.requirePositive(service.name(), workers);
    Launcher launcher =
        workers == 1 && !ProcessLauncher.isWorker()
            ? new ServiceLauncher(config, restartMethod)
            : new ProcessLauncher(config, restartMethod);
    launcher.launchService(service, workers);
    return launcher;
  }
}
