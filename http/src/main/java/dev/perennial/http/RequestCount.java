package dev.perennial.http;

import dev.perennial.service.Activity;
import dev.perennial.service.Counter;
import dev.perennial.service.Gauge;
import dev.perennial.service.Histogram;
import dev.perennial.service.MetricUnit;
import dev.perennial.service.Metrics;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/// Counts requests over all runs of a server, for operators and for Prometheus.
///
/// A response is counted before its first byte leaves: so of a worker that is killed nobody has got
/// an answer that was not counted. What of them was slow is known at their end.
final class RequestCount {

  private final LongAdder total = new LongAdder();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final List<Counter> byClass;
  private final Gauge inProgress;
  private final Histogram durations;

  private final ConnectionEnds ends;
  private final Counter lostLines;

  private RequestCount(
      List<Counter> byClass,
      Gauge inProgress,
      Histogram durations,
      ConnectionEnds ends,
      Counter lostLines) {
    this.byClass = byClass;
    this.inProgress = inProgress;
    this.durations = durations;
    this.ends = ends;
    this.lostLines = lostLines;
  }

  /// @param service in the labels of the metrics
  static RequestCount of(Metrics metrics, String service) {
    return new RequestCount(
        IntStream.rangeClosed(2, 5)
            .mapToObj(hundred ->
                metrics.counter(
                    "http_requests_total",
                    "Requests answered, by class of status.",
                    "service",
                    service,
                    "status",
                    hundred + "xx"))
            .toList(),
        metrics.gauge(
            "http_requests_in_progress", "Requests not answered yet.", "service", service),
        metrics.histogram(
            "http_request_duration_seconds",
            "Time from the headers of a request to the end of its response.",
            MetricUnit.NANOSECONDS,
            Histogram.DURATIONS,
            "service",
            service),
        ConnectionEnds.of(metrics, service),
        metrics.counter(
            "http_access_log_lines_lost_total",
            "Lines of the access log that could not be written and found no room to wait.",
            "service",
            service));
  }

  /// What counts the connections that end before their time.
  ConnectionEnds ends() {
    return ends;
  }

  /// What counts the lines of the access log that are lost.
  Counter lostLines() {
    return lostLines;
  }

  void begin() {
    inFlight.incrementAndGet();
    inProgress.add(1);
  }

  /// The headers of a response are about to be sent; interim responses are not counted.
  void answered(int status) {
    if (status >= 200 && status <= 599) {
      byClass.get(status / 100 - 2).increment();
    }
  }

  /// @param nanos since the headers of the request came
  void end(long nanos) {
    total.increment();
    inFlight.decrementAndGet();
    inProgress.add(-1);
    durations.observe(nanos);
  }

  Activity activity() {
    return new Activity(total.sum(), inFlight.get());
  }
}
