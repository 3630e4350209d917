package dev.perennial.rpc.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.InvalidUrlException;
import dev.perennial.rpc.RemoteMethod;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportProvider;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedTransportTest {

  @TempDir private Path directory;

  @Endpoint
  static final class Echo {
    @RemoteMethod
    String echo(String text) {
      return text;
    }
  }

  @Test
  void calls_travel_over_a_broker_that_was_started_after_the_transport_was_made() throws Exception {
    Config config = config("embedded:");
    EmbeddedBroker broker = new EmbeddedBroker(config);
    try (Transport transport = Transport.open(config)) {
      assertFalse(transport.status().connected());
      broker.start();
      Target target = Target.of("conductor").withServer("one");
      RpcServer server = RpcServer.builder(transport, target).endpoint(new Echo()).build();
      server.start();
      RpcClient client = RpcClient.create(transport, Target.of("conductor"));
      assertEquals("hello", client.call("echo", Map.of("text", "hello"), String.class));
      assertEquals(
          "you",
          client.prepare(to -> to.server("one")).call("echo", Map.of("text", "you"), String.class));
      client.fanout("echo", Map.of("text", "all"));
      server.stop();
    } finally {
      broker.stop();
    }
  }

  @Test
  void without_a_broker_it_says_where_its_address_should_be() {
    try (Transport transport = Transport.open(config("embedded:"))) {
      RpcClient client = RpcClient.create(transport, Target.of("conductor"));
      DeliveryException failure =
          assertThrows(DeliveryException.class, () -> client.call("echo", Map.of()));
      assertTrue(
          String.valueOf(failure.getMessage())
              .contains(directory.resolve("broker.properties") + " is missing"),
          failure::getMessage);
    }
  }

  @Test
  void its_url_takes_no_host() {
    InvalidUrlException refused =
        assertThrows(
            InvalidUrlException.class, () -> Transport.open(config("embedded://host/")).close());
    assertTrue(String.valueOf(refused.getMessage()).contains("takes no host"));
  }

  private Config config(String url) {
    return Config.forTesting(TransportProvider.optionGroups())
        .set("DEFAULT", "transport_url", url)
        .set("embedded_broker", "directory", directory.toString())
        .build();
  }
}
