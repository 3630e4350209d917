package dev.perennial.backdoor;

import dev.perennial.schedule.WorkInFlight;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is under way in this process: requests, calls, tasks, the oldest first.
final class InFlightReport {

  /// What is shown of it; a report has to be read by a person.
  private static final int SHOWN = 100;

  private static final double NANOS = 1e9;

  private InFlightReport() {}

  /// @param work the oldest first
  static Map<String, Object> of(List<WorkInFlight> work) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("count", work.size());
    report.put("oldest", work.stream().limit(SHOWN).map(InFlightReport::one).toList());
    report.put("left_out", Math.max(0, work.size() - SHOWN));
    return report;
  }

  private static Map<String, Object> one(WorkInFlight work) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("kind", work.kind());
    one.put("what", work.what());
    work.id().ifPresent(id -> one.put("id", id));
    one.put("age_s", work.age().toNanos() / NANOS);
    work.thread()
        .ifPresent(thread ->
            one.put("thread", ("#" + thread.threadId() + " " + thread.getName()).strip()));
    return one;
  }
}
