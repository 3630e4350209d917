package dev.perennial.service;

import dev.perennial.config.Config;
import java.util.Map;

/// Something that every process of a program gets besides its services, such as logging or a
/// backdoor: in each worker, in the supervisor, and in a program of one process.
///
/// A launcher finds extensions by [java.util.ServiceLoader]. A module names its own twice, so that
/// it is found on the class path and on the module path:
///
/// ```
/// META-INF/services/dev.perennial.service.WorkerExtension:  org.example.Tracing
/// module-info.java:  provides dev.perennial.service.WorkerExtension with org.example.Tracing;
/// ```
///
/// An implementation is public and has a public constructor without parameters, which does nothing.
/// [#start] and [#stop()] are called by one thread, each once; the others by any thread. It follows
/// changes of the configuration by itself ([Config#live]).
public interface WorkerExtension {

  /// Begins, before the services of the process are started. The options that an extension reads
  /// may not be registered by the program; then it leaves the process alone.
  ///
  /// @param config the configuration of the program
  /// @param context what there is in this process
  /// @throws Exception if the process cannot run without it; it does not start then
  void start(Config config, ProcessContext context) throws Exception;

  /// Does once what it does in a worker that starts, in a process that serves nobody and ends right
  /// after, as [Service#trainingRun()] does. Called in place of [#start], and like that leaves no
  /// trace: no address of the program, no file of its users.
  ///
  /// @param config the configuration of the program
  /// @throws Exception if it cannot; there is no cache then, and nothing else is affected
  default void trainingRun(Config config) throws Exception {}

  /// Ends, after the services have. Not called in a process that is killed.
  void stop();

  /// Opens the log files that it writes again, because somebody has renamed them (SIGUSR1,
  /// `perennial reopen-logs`).
  ///
  /// @throws Exception if it cannot; the message is for the operator
  default void reopenLogs() throws Exception {}

  /// What operators may ask of this process by name, besides what they may ask of its services. A
  /// service's own operation of the same name goes before.
  ///
  /// @return the operations; none unless overridden
  default Map<String, Operation> operations() {
    return Map.of();
  }
}
