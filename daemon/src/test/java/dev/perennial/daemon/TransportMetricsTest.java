package dev.perennial.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.rpc.TransportStatus;
import dev.perennial.service.Metrics;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TransportMetricsTest {

  private final Metrics metrics = Metrics.unseen();
  private final TransportMetrics shown = new TransportMetrics(metrics, "conductor");

  @Test
  void a_broker_that_blocks_is_seen_and_gone_when_it_goes_on() {
    shown.observe(
        new TransportStatus(true, Optional.of("low on memory"), 3, 0, 0, 0, 0, 0, List.of()));
    assertEquals(1, value("rpc_transport_connected"));
    assertEquals(1, value("rpc_transport_blocked"));
    assertEquals(3, value("rpc_calls_waiting"));
    shown.observe(new TransportStatus(false, Optional.empty(), 0, 0, 0, 0, 0, 0, List.of()));
    assertEquals(0, value("rpc_transport_connected"));
    assertEquals(0, value("rpc_transport_blocked"));
    assertEquals(0, value("rpc_calls_waiting"));
  }

  @Test
  void counters_go_on_when_a_service_opens_its_transport_anew() {
    shown.observe(new TransportStatus(true, Optional.empty(), 0, 1, 2, 3, 4, 5, List.of()));
    shown.observe(new TransportStatus(true, Optional.empty(), 0, 2, 4, 6, 8, 10, List.of()));
    TransportMetrics again = new TransportMetrics(metrics, "conductor");
    again.observe(new TransportStatus(true, Optional.empty(), 0, 1, 1, 1, 1, 1, List.of()));
    assertEquals(3, value("rpc_reconnects_total"));
    assertEquals(5, value("rpc_late_replies_total"));
    assertEquals(7, value("rpc_malformed_messages_total"));
    assertEquals(9, value("rpc_expired_requests_total"));
    assertEquals(11, value("rpc_repeated_requests_total"));
  }

  @Test
  void one_that_was_closed_is_not_connected_and_has_counted_what_it_has() {
    shown.observe(
        new TransportStatus(true, Optional.of("low on memory"), 3, 1, 0, 0, 0, 0, List.of()));
    shown.observeClosed(
        new TransportStatus(true, Optional.of("low on memory"), 3, 2, 0, 0, 0, 1, List.of()));
    shown.observe(new TransportStatus(true, Optional.empty(), 3, 1, 0, 0, 0, 0, List.of()));
    assertEquals(0, value("rpc_transport_connected"));
    assertEquals(0, value("rpc_transport_blocked"));
    assertEquals(0, value("rpc_calls_waiting"));
    assertEquals(2, value("rpc_reconnects_total"));
    assertEquals(1, value("rpc_repeated_requests_total"));
  }

  private long value(String name) {
    return metrics.series().stream()
        .filter(series -> series.name().equals(name))
        .mapToLong(series -> series.values().getFirst())
        .sum();
  }
}
