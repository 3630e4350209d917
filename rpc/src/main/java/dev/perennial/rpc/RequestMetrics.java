package dev.perennial.rpc;

import dev.perennial.service.Counter;
import dev.perennial.service.Gauge;
import dev.perennial.service.Histogram;
import dev.perennial.service.MetricUnit;
import dev.perennial.service.Metrics;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/// What Prometheus sees of the requests of a topic in this process.
///
/// A request is counted before its reply is sent: of a worker that is killed nobody has got an
/// answer that was not counted.
final class RequestMetrics {

  /// What became of a request.
  enum Outcome {
    /// The method returned.
    ANSWERED,
    /// It threw, or there is none.
    FAILED,
    /// Its caller had given up before it began.
    EXPIRED,
    /// Another server has to do it.
    REQUEUED
  }

  private final Map<Outcome, Counter> totals = new EnumMap<>(Outcome.class);
  private final Gauge inProgress;
  private final Histogram durations;

  RequestMetrics(Metrics metrics, String topic) {
    for (Outcome outcome : Outcome.values()) {
      totals.put(
          outcome,
          metrics.counter(
              "rpc_requests_total",
              "Requests of remote callers, by what became of them.",
              "topic",
              topic,
              "outcome",
              outcome.name().toLowerCase(Locale.ROOT)));
    }
    inProgress =
        metrics.gauge("rpc_requests_in_progress", "Methods that run for others.", "topic", topic);
    durations =
        metrics.histogram(
            "rpc_request_duration_seconds",
            "Time that methods ran for remote callers.",
            MetricUnit.NANOSECONDS,
            Histogram.DURATIONS,
            "topic",
            topic);
  }

  /// Counts a request that `work` has the method of.
  RequestRunner.Ended during(Supplier<RequestRunner.Ended> work) {
    inProgress.add(1);
    long begun = System.nanoTime();
    try {
      RequestRunner.Ended ended = work.get();
      Objects.requireNonNull(totals.get(ended.outcome())).increment();
      return ended;
    } finally {
      inProgress.add(-1);
      durations.observe(System.nanoTime() - begun);
    }
  }
}
