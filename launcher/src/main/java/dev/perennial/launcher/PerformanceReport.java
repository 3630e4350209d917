package dev.perennial.launcher;

import dev.perennial.config.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The answer to an operator who asked for an operation: what each process that has it said.
///
/// Not thread-safe.
final class PerformanceReport {

  private final ControlRequest request;
  private final List<Object> workers = new ArrayList<>();
  private boolean anyDone;
  private boolean anyAbsent;

  PerformanceReport(ControlRequest request) {
    this.request = request;
  }

  void add(String service, int slot, long pid, Performance performance) {
    Map<String, Object> worker = new LinkedHashMap<>();
    worker.put("service", service);
    worker.put("slot", slot);
    worker.put("pid", pid);
    switch (performance.kind()) {
      case DONE -> {
        worker.put("rows", new JsonText.Raw(performance.text()));
        anyDone = true;
      }
      case FAILED -> worker.put("failed", performance.text());
      case ABSENT -> {
        anyAbsent = true;
        return;
      }
    }
    workers.add(worker);
  }

  /// Whether only one process was asked.
  boolean isOfOne() {
    return request.verb() == ControlRequest.Verb.PERFORM_IN;
  }

  private String words(int from) {
    return String.join(" ", request.arguments().subList(from, request.arguments().size()));
  }

  /// Answers the operator: it is a failure if no process performed it.
  void answer() {
    String text = JsonText.of(Map.of("workers", workers), JsonText.Layout.COMPACT);
    if (anyDone) {
      request.done(text);
    } else if (workers.isEmpty()) {
      request.failed(anyAbsent ? nobodyOffers() : nobodyAnswers());
    } else {
      request.failed(text);
    }
  }

  private String nobodyOffers() {
    return isOfOne()
        ? request.arguments().getFirst() + " does not offer " + words(1)
        : "no service offers " + words(0);
  }

  private String nobodyAnswers() {
    return isOfOne()
        ? request.arguments().getFirst() + " ended before it answered"
        : "no worker is ready";
  }
}
