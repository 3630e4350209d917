package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.RemoteException;
import dev.perennial.rpc.RemoteMethod;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcException;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages that are larger than a broker takes, for its limit or since it stands still.
final class LargeMessagesTest {

  private static final Target TOPIC = Target.of("large");
  private static final Map<String, String> QUICK = Map.of("heartbeat_timeout_threshold", "2");

  // More than RabbitMQ 3 takes, and RabbitMQ 4.
  private static final int TOO_LARGE = 130 << 20;
  private static final int MUCH = 32 << 20;

  @Endpoint
  static final class Talker {
    @RemoteMethod
    String talk(int characters) {
      return "x".repeat(characters);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_silent_broker_is_noticed_while_much_is_left_to_write(boolean tls) throws Exception {
    Broker broker = Broker.shared();
    try (Transport transport =
        tls
            ? RabbitTlsTest.open("localhost", RabbitTlsTest.client(QUICK))
            : broker.transport(QUICK)) {
      RpcClient client = client(transport);
      client.cast("note", Map.of());
      broker.freeze();
      Thread.startVirtualThread(() -> {
        try {
          client.cast("note", Map.of("text", "x".repeat(MUCH)));
        } catch (RpcException lost) {
          // as it has to be
        }
      });
      Waiting.until("the loss is noticed", Broker.PATIENCE, () -> !transport.status().connected());
    } finally {
      broker.thaw();
    }
  }

  @Test
  void what_is_too_large_is_told_to_who_sends_it_and_to_who_waits_for_it() throws Exception {
    try (Transport transport = Broker.shared().transport()) {
      RpcServer server =
          RpcServer.builder(transport, TOPIC.withServer("one")).endpoint(new Talker()).build();
      server.start();
      RpcClient client = client(transport);
      RemoteException reply =
          assertThrows(
              RemoteException.class,
              () -> client.call("talk", Map.of("characters", TOO_LARGE), String.class));
      assertEquals("TooLargeException", reply.failure().type());
      String refused =
          assertThrows(
                  DeliveryException.class,
                  () -> client.cast("note", Map.of("text", "x".repeat(TOO_LARGE))))
              .getMessage();
      assertTrue(refused.contains("max_message_size of the broker is"), refused);
      assertEquals("xxx", client.call("talk", Map.of("characters", 3), String.class));
      server.stop();
    }
  }

  private static RpcClient client(Transport transport) {
    return RpcClient.create(transport, TOPIC).prepare(to -> to.timeout(Broker.PATIENCE));
  }
}
