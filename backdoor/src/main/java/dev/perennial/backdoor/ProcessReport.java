package dev.perennial.backdoor;

import dev.perennial.schedule.InFlight;
import dev.perennial.service.Operation;
import dev.perennial.service.ProcessContext;
import dev.perennial.service.Service;
import dev.perennial.service.TasksOperation;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Everything about this process that helps to see why it hangs, as maps and lists for JSON: its
/// services, what they have under way, their timers, threads by what they belong to, locks, queues
/// and memory.
///
/// It is put together while the process runs, and stops no more than one thread at a time.
final class ProcessReport {

  private final ProcessContext context;

  ProcessReport(ProcessContext context) {
    this.context = context;
  }

  /// With the threads that can be listed without a risk.
  Map<String, Object> take() throws IOException {
    return of(LiveThreads.all());
  }

  /// With every thread, at the risk of [ThreadDump].
  Map<String, Object> takeWithAllThreads() throws IOException {
    return of(ThreadDump.take());
  }

  private Map<String, Object> of(List<ThreadStack> threads) throws IOException {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("process", process());
    report.put("services", context.services().stream().map(this::service).toList());
    report.put("in_flight", InFlightReport.of(InFlight.ofProcess().list()));
    report.put("timers", timers());
    report.put("threads", ThreadReport.of(threads));
    report.put("locks", LockReport.of(threads));
    report.put("queues", QueueReport.take());
    report.put("memory", MemoryReport.take());
    return report;
  }

  private Map<String, Object> process() {
    Map<String, Object> process = new LinkedHashMap<>();
    process.put("name", context.name());
    process.put("role", context.role().name().toLowerCase(Locale.ROOT));
    process.put("pid", ProcessHandle.current().pid());
    process.put("time", Instant.now().toString());
    process.put("uptime_s", ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
    return process;
  }

  private Map<String, Object> service(Service service) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("name", service.name());
    one.put("state", context.stateOf().apply(service).name().toLowerCase(Locale.ROOT));
    one.put("requests_total", service.activity().requestsTotal());
    one.put("in_flight", service.activity().inFlight());
    return one;
  }

  private List<Map<String, Object>> timers() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Service service : context.services()) {
      Operation tasks = service.operations().get(TasksOperation.NAME);
      if (tasks != null) {
        rows(tasks)
            .forEach(row -> {
              Map<String, Object> timer = new LinkedHashMap<>(Map.of("service", service.name()));
              timer.putAll(row);
              all.add(timer);
            });
      }
    }
    return all;
  }

  private static List<Map<String, Object>> rows(Operation tasks) {
    try {
      return tasks.perform(List.of("list")).orElse(List.of());
    } catch (Exception failure) {
      System.getLogger("dev.perennial.backdoor").log(Level.WARNING, "timers are missing", failure);
      return List.of();
    }
  }
}
