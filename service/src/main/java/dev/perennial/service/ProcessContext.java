package dev.perennial.service;

import java.nio.file.Path;
import java.util.List;

/// What a [WorkerExtension] finds in the process that it is started in.
///
/// @param role what the process is for
/// @param name the name by which operators know it, such as `api/0` or `supervisor`
/// @param services that run in this process, not started yet; none in a supervisor
/// @param stateDirectory of the program, which only its user can enter
/// @param launcher the object that the program's `main` awaits, to be looked at
public record ProcessContext(
    Role role, String name, List<Service> services, Path stateDirectory, Object launcher) {

  /// What a process of a program is for.
  public enum Role {
    /// Runs one service for a supervisor.
    WORKER,
    /// Starts, watches and replaces workers.
    SUPERVISOR,
    /// Runs all services of the program itself.
    SINGLE
  }

  /// Copies the services.
  public ProcessContext {
    services = List.copyOf(services);
  }
}
