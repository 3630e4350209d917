package dev.perennial.daemon;

import dev.perennial.rpc.TransportStatus;
import dev.perennial.service.Counter;
import dev.perennial.service.Gauge;
import dev.perennial.service.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// What Prometheus sees of a transport. A transport counts by itself; this is told of it now and
/// then, and at the end.
///
/// Thread-safe.
final class TransportMetrics {

  private record Follower(ToLongFunction<TransportStatus> count, Counter total) {}

  private final List<Follower> followers = new ArrayList<>();
  private final Metrics metrics;
  private final String service;
  private final Gauge connected;
  private final Gauge blocked;
  private final Gauge waiting;
  private TransportStatus last =
      new TransportStatus(false, Optional.empty(), 0, 0, 0, 0, 0, 0, List.of());
  private boolean closed;

  TransportMetrics(Metrics metrics, String service) {
    this.metrics = metrics;
    this.service = service;
    connected =
        gauge("rpc_transport_connected", "1 while a transport has the connections that it needs.");
    blocked = gauge("rpc_transport_blocked", "1 while the broker takes no messages.");
    waiting = gauge("rpc_calls_waiting", "Calls that wait for a reply.");
    follow(
        "rpc_reconnects_total", "Connections that were made again.", TransportStatus::reconnects);
    follow(
        "rpc_late_replies_total",
        "Replies for which nobody waited any more.",
        TransportStatus::lateReplies);
    follow(
        "rpc_malformed_messages_total",
        "Messages that could not be read.",
        TransportStatus::malformed);
    follow(
        "rpc_expired_requests_total",
        "Requests that came after their callers had given up.",
        TransportStatus::expired);
    follow(
        "rpc_repeated_requests_total",
        "Requests that came again and were not run again.",
        TransportStatus::duplicates);
  }

  synchronized void observe(TransportStatus now) {
    if (!closed) {
      show(now);
    }
  }

  /// It was closed: what it has counted stays, and what is observed too late does not count.
  synchronized void observeClosed(TransportStatus counted) {
    observe(
        new TransportStatus(
            false,
            Optional.empty(),
            0,
            counted.reconnects(),
            counted.lateReplies(),
            counted.malformed(),
            counted.expired(),
            counted.duplicates(),
            List.of()));
    closed = true;
  }

  private void show(TransportStatus now) {
    connected.set(now.connected() ? 1 : 0);
    blocked.set(now.blocked().isPresent() ? 1 : 0);
    waiting.set(now.waitingCalls());
    for (Follower follower : followers) {
      follower.total.add(follower.count.applyAsLong(now) - follower.count.applyAsLong(last));
    }
    last = now;
  }

  private Gauge gauge(String name, String help) {
    return metrics.gauge(name, help, "service", service);
  }

  private void follow(String name, String help, ToLongFunction<TransportStatus> count) {
    followers.add(new Follower(count, metrics.counter(name, help, "service", service)));
  }
}
