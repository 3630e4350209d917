package dev.perennial.service;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// What a [WorkerExtension] finds in the process that it is started in.
///
/// @param role what the process is for
/// @param name the name by which operators know it, such as `api/0` or `supervisor`
/// @param services that run in this process, not started yet; none in a supervisor
/// @param stateOf what state one of the services is in at the moment
/// @param stateDirectory of the program, which only its user can enter
/// @param launcher the object that the program's `main` awaits, to be looked at
public record ProcessContext(
    Role role,
    String name,
    List<Service> services,
    Function<Service, ServiceState> stateOf,
    Path stateDirectory,
    Object launcher) {

  /// What a process of a program is for.
  public enum Role {
    /// Runs one service for a supervisor.
    WORKER,
    /// Starts, watches and replaces workers.
    SUPERVISOR,
    /// Runs all services of the program itself.
    SINGLE
  }

  /// Of a process whose services nobody follows.
  ///
  /// @param role what the process is for
  /// @param name the name by which operators know it
  /// @param services that run in this process
  /// @param stateDirectory of the program
  /// @param launcher the object that the program's `main` awaits
  public ProcessContext(
      Role role, String name, List<Service> services, Path stateDirectory, Object launcher) {
    this(role, name, services, _ -> ServiceState.NEW, stateDirectory, launcher);
  }

  /// Copies the services.
  public ProcessContext {
    services = List.copyOf(services);
  }
}
