package dev.perennial.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perennial.config.Config;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcException;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.service.BusConnection;
import dev.perennial.service.BusConnections;
import dev.perennial.service.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MeasuredTransportTest {

  private final String service = "api-" + UUID.randomUUID();
  private final Config config = TestConfig.onBus(service).build();

  @Test
  void it_is_seen_from_its_first_use_until_it_is_closed() {
    try (Transport transport = MeasuredTransport.open(config, service)) {
      assertEquals(List.of(), connected());
      callNobody(transport);
      while (!connected().equals(List.of(1L))) {
        Thread.onSpinWait();
      }
    }
    assertEquals(List.of(0L), connected());
  }

  @Test
  void one_that_was_never_used_is_not_seen() {
    Transport transport = MeasuredTransport.open(config, service);
    transport.close();
    callNobody(transport);
    assertEquals(List.of(), connected());
  }

  @Test
  void its_connections_are_shown_without_a_password_until_it_is_closed() {
    Config nobodyListens =
        Config.forTesting(RpcService.optionRecords())
            .set("DEFAULT", "transport_url", "rabbit://joe:hunter2@127.0.0.1:1/")
            .build();
    try (Transport transport = MeasuredTransport.open(nobodyListens, service)) {
      assertEquals(List.of(), connections());
      callNobody(transport);
      assertEquals(List.of("consume"), connections().stream().map(BusConnection::purpose).toList());
      for (BusConnection each : connections()) {
        assertEquals(BusConnection.State.CONNECTING, each.state());
        assertEquals("127.0.0.1:1", each.host());
        assertFalse(each.toString().contains("joe"), each::toString);
        assertFalse(each.toString().contains("hunter2"), each::toString);
      }
    }
    assertEquals(List.of(), connections());
  }

  private List<BusConnection> connections() {
    return BusConnections.ofProcess().now().stream()
        .filter(shown -> shown.service().equals(service))
        .map(BusConnections.Shown::connection)
        .toList();
  }

  private static void callNobody(Transport transport) {
    RpcClient client =
        RpcClient.create(transport, Target.of("nobody"))
            .prepare(to -> to.timeout(Duration.ofMillis(1)));
    assertThrows(RpcException.class, () -> client.call("anything", Map.of()));
  }

  private List<Long> connected() {
    return Metrics.ofProcess().series().stream()
        .filter(series -> series.name().equals("rpc_transport_connected"))
        .filter(series -> series.labels().contains(service))
        .flatMap(series -> series.values().stream())
        .toList();
  }
}
