package dev.perennial.http;

import dev.perennial.service.Counter;
import dev.perennial.service.Metrics;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Counts the connections that ended before their time, which nobody else tells of: they are no
/// answers, and what strangers do has no place in the log.
final class ConnectionEnds {

  enum Reason {
    /// The client reset the connection.
    RESET,
    /// The head of a request was not complete in time.
    LATE_HEAD,
    /// The handshake of TLS was not complete in time.
    LATE_HANDSHAKE,
    /// The handshake of TLS failed.
    FAILED_HANDSHAKE,
    /// A body came too slowly.
    SLOW_BODY,
    /// A response was read too slowly.
    SLOW_RESPONSE
  }

  private final List<Counter> counters;

  private ConnectionEnds(List<Counter> counters) {
    this.counters = counters;
  }

  /// @param service in the labels of the metrics
  static ConnectionEnds of(Metrics metrics, String service) {
    return new ConnectionEnds(
        Stream.of(Reason.values())
            .map(reason ->
                metrics.counter(
                    "http_connections_ended_total",
                    "Connections that ended before their time.",
                    "service",
                    service,
                    "reason",
                    reason.name().toLowerCase(Locale.ROOT)))
            .toList());
  }

  void count(Reason reason) {
    counters.get(reason.ordinal()).increment();
  }
}
