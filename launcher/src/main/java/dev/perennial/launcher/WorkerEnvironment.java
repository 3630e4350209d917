package dev.perennial.launcher;

import dev.perennial.config.ConfigSnapshot;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.Metrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a worker finds in its environment: which service it runs, and what it inherited.
///
/// @param service name of the service
/// @param slot number of the worker, stable over restarts
/// @param generation of the program
/// @param beside whether the one that it is to replace serves meanwhile
/// @param standby whether to wait for the order to take over
/// @param controlSocket where to connect to the supervisor
/// @param token proves that this is the process which the supervisor started
/// @param listeners the addresses of the inherited sockets, in the order of the descriptors
record WorkerEnvironment(
    String service,
    int slot,
    int generation,
    boolean beside,
    boolean standby,
    Path controlSocket,
    String token,
    List<String> listeners) {

  private static final String SERVICE = "PERENNIAL_SERVICE";
  private static final String SLOT = "PERENNIAL_SLOT";
  private static final String GENERATION = "PERENNIAL_GENERATION";
  private static final String BESIDE = "PERENNIAL_BESIDE";
  private static final String STANDBY = "PERENNIAL_STANDBY";
  private static final String CONTROL = "PERENNIAL_CONTROL";
  private static final String TOKEN = "PERENNIAL_TOKEN";
  private static final String LISTENERS = "PERENNIAL_LISTENERS";

  // Meant for the supervisor alone: a worker that told systemd it was ready would be believed.
  private static final List<String> NOT_INHERITED =
      List.of(
          "NOTIFY_SOCKET",
          "WATCHDOG_USEC",
          "WATCHDOG_PID",
          "LISTEN_FDS",
          "LISTEN_PID",
          "LISTEN_FDNAMES");

  /// The assignment of this process.
  ///
  /// @return nothing in a process that no supervisor started, though a worker may have
  static Optional<WorkerEnvironment> from(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(SERVICE))
        .filter(_ -> ConfigSnapshot.isForThisProcess(environment))
        .map(service ->
            new WorkerEnvironment(
                service,
                Integer.parseInt(environment.getOrDefault(SLOT, "0")),
                Integer.parseInt(environment.getOrDefault(GENERATION, "0")),
                Boolean.parseBoolean(environment.get(BESIDE)),
                Boolean.parseBoolean(environment.get(STANDBY)),
                Path.of(environment.getOrDefault(CONTROL, "")),
                environment.getOrDefault(TOKEN, ""),
                Fields.split(environment.getOrDefault(LISTENERS, "")).stream()
                    .filter(text -> !text.isEmpty())
                    .toList()));
  }

  /// The environment to start the worker with.
  ///
  /// @param own environment of the supervisor
  /// @return a copy with the assignment in it
  Map<String, String> addTo(Map<String, String> own) {
    Map<String, String> environment = new HashMap<>(own);
    removeSupervisorsOwn(environment);
    environment.put(SERVICE, service);
    environment.put(SLOT, Integer.toString(slot));
    environment.put(GENERATION, Integer.toString(generation));
    environment.put(BESIDE, Boolean.toString(beside));
    environment.put(STANDBY, Boolean.toString(standby));
    environment.put(CONTROL, controlSocket.toString());
    environment.put(TOKEN, token);
    environment.put(LISTENERS, Fields.join(listeners.toArray()));
    environment.put(ConfigSnapshot.ENVIRONMENT_VARIABLE, "/dev/fd/" + snapshotDescriptor());
    return environment;
  }

  /// Takes out what is meant for the supervisor alone, or what it inherited itself from a worker
  /// that started it.
  static void removeSupervisorsOwn(Map<String, String> environment) {
    NOT_INHERITED.forEach(environment::remove);
    JavaOptionVariables.keepShareable(environment);
    environment.remove(SERVICE);
    environment.remove(Metrics.ENVIRONMENT_VARIABLE);
    environment.remove(TrainingRun.VARIABLE);
  }

  /// The state directory of the program.
  Path stateDirectory() {
    return controlSocket.toAbsolutePath().resolveSibling("");
  }

  /// The descriptor of each inherited socket: the first is 0, so that a worker with one listener
  /// needs no native call, the others follow from 3.
  List<Integer> listenerDescriptors() {
    List<Integer> descriptors = new ArrayList<>();
    for (int i = 0; i < listeners.size(); i++) {
      descriptors.add(i == 0 ? 0 : 2 + i);
    }
    return descriptors;
  }

  /// The descriptor of the configuration, behind those of the sockets.
  private int snapshotDescriptor() {
    return listeners.isEmpty() ? 3 : 2 + listeners.size();
  }

  static List<String> textsOf(List<ListenAddress> addresses) {
    return addresses.stream().map(ListenAddress::text).toList();
  }
}
