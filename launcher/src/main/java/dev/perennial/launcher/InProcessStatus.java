package dev.perennial.launcher;

import dev.perennial.config.Config;
import dev.perennial.config.json.JsonText;
import dev.perennial.process.ListeningSocket;
import dev.perennial.service.Service;
import dev.perennial.service.ServiceGroup;
import dev.perennial.service.ServiceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a [ServiceLauncher] says of itself, as JSON: the same shape as a supervisor's, with this
/// process as the only worker of each service.
final class InProcessStatus {

  private InProcessStatus() {}

  static String of(
      Config config,
      ServiceGroup group,
      List<ListeningSocket> sockets,
      String state,
      Duration uptime) {
    Map<String, Object> report = new LinkedHashMap<>();
    int generation = config.snapshot().generation();
    report.put("master", Map.of("pid", ProcessHandle.current().pid(), "state", state));
    report.put("generation", generation);
    report.put(
        "listeners",
        sockets.stream()
            .map(s -> StatusReport.listener(config.programName(), s.address().text()))
            .toList());
    List<Object> services = new ArrayList<>();
    for (int i = 0; i < group.services().size(); i++) {
      services.add(service(group.services().get(i), group.states().get(i), generation, uptime));
    }
    report.put("services", services);
    return JsonText.of(report, JsonText.Layout.COMPACT);
  }

  private static Map<String, Object> service(
      Service service, ServiceState state, int generation, Duration uptime) {
    ProcessMemory memory = ProcessMemory.of(ProcessHandle.current().pid());
    Map<String, Object> worker = new LinkedHashMap<>();
    worker.put("slot", 0);
    worker.put("pid", ProcessHandle.current().pid());
    worker.put("generation", generation);
    worker.put("config_generation", generation);
    worker.put("state", state.name().toLowerCase(Locale.ROOT));
    worker.put("ready", state == ServiceState.RUNNING);
    worker.put("uptime_s", uptime.toSeconds());
    worker.put("rss_bytes", memory.rssBytes());
    worker.put("pss_bytes", memory.pssBytes());
    StatusReport.add(WorkerMessage.Reports.of(service), worker);
    worker.put("restarts", 0);
    worker.put("last_exit", "");
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("name", service.name());
    one.put("workers", List.of(worker));
    return one;
  }
}
