package dev.perennial.launcher;

import dev.perennial.config.json.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// What a supervisor says of itself, as JSON.
final class StatusReport {

  private StatusReport() {}

  static String of(Fleet fleet, String state) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("master", Map.of("pid", ProcessHandle.current().pid(), "state", state));
    report.put("generation", fleet.generation());
    report.put("aot_cache", fleet.aotCache());
    report.put(
        "listeners",
        fleet.services().stream()
            .flatMap(service ->
                service.listeners().stream().map(l -> listener(service.name(), l.address().text())))
            .toList());
    report.put("services", fleet.services().stream().map(StatusReport::service).toList());
    return JsonText.of(report, JsonText.Layout.COMPACT);
  }

  static Map<String, Object> listener(String service, String address) {
    Map<String, Object> listener = new LinkedHashMap<>();
    listener.put("service", service);
    listener.put("address", address);
    return listener;
  }

  private static Map<String, Object> service(ManagedService service) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("name", service.name());
    one.put("workers", service.slots().stream().flatMap(StatusReport::slot).toList());
    return one;
  }

  private static Stream<Map<String, Object>> slot(WorkerSlot slot) {
    List<WorkerHandle> workers = slot.workers().filter(WorkerHandle::isAlive).toList();
    return workers.isEmpty() ? Stream.of(empty(slot)) : workers.stream().map(StatusReport::worker);
  }

  private static Map<String, Object> empty(WorkerSlot slot) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("slot", slot.number());
    one.put("pid", 0);
    one.put("state", slot.isInCrashLoop() ? "crash loop" : "waiting");
    one.put("ready", false);
    one.put("restarts", slot.restarts());
    one.put("last_exit", slot.lastExit());
    return one;
  }

  /// What a service says of itself.
  static void add(WorkerMessage.Reports report, Map<String, Object> worker) {
    worker.put("requests_total", report.activity().requestsTotal());
    worker.put("in_flight", report.activity().inFlight());
    report.certificateEnd().ifPresent(end -> worker.put("certificate_ends", end.toString()));
    if (!report.bus().isEmpty()) {
      worker.put("bus", BusReport.json(report.bus()));
    }
  }

  private static Map<String, Object> worker(WorkerHandle worker) {
    ProcessMemory memory = ProcessMemory.of(worker.pid());
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("slot", worker.slot().number());
    one.put("pid", worker.pid());
    one.put("generation", worker.generation());
    one.put("config_generation", worker.configGeneration());
    one.put("state", worker.state().name().toLowerCase(Locale.ROOT));
    one.put("ready", worker.is(WorkerHandle.State.READY));
    one.put("uptime_s", worker.age().toSeconds());
    one.put("rss_bytes", memory.rssBytes());
    one.put("pss_bytes", memory.pssBytes());
    one.put("aot_cache", AotCache.isUsedBy(worker.pid()));
    add(worker.report(), one);
    one.put("restarts", worker.slot().restarts());
    one.put("last_exit", worker.slot().lastExit());
    return one;
  }
}
