package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.rpc.NoSuchRemoteMethodException;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcOptions;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportUrl;
import dev.perennial.rpc.rabbitmq.RabbitOptions;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The probe of `rpc_ping_enabled`, both ways with Python, on a real broker.
final class RpcPingTest {

  private static final String OPTION = "rpc_ping_enabled";
  private static final String METHOD = "oslo_rpc_server_ping";

  private final String topic = "ping_" + UUID.randomUUID().toString().substring(0, 8);
  private OsloMessaging python;

  @BeforeEach
  void startPeer() throws Exception {
    python = OsloMessaging.start(Broker.shared());
  }

  @AfterEach
  void endPeer() {
    python.close();
  }

  @Test
  void python_pings_servers_that_have_the_option_and_no_others() throws Exception {
    try (Transport with = open("true");
        Transport without = open("false")) {
      RpcServer server = serve(with, topic);
      assertEquals("pong", ping(topic).result().asString());
      RpcServer silent = serve(without, topic + "_silent");
      String text = ping(topic + "_silent").text();
      assertTrue(text.contains("NoSuchMethod"), text);
      server.stop();
      silent.stop();
    }
  }

  @Test
  void servers_of_python_that_have_the_option_are_pinged_and_no_others() throws Exception {
    try (Transport transport = Broker.shared().transport()) {
      python.serve(topic + "_silent", "one");
      assertThrows(
          NoSuchRemoteMethodException.class,
          () -> client(transport, topic + "_silent").call(METHOD, Map.of()));
      python.setOption(OPTION, true);
      python.serve(topic, "one");
      assertEquals("pong", client(transport, topic).call(METHOD, Map.of(), String.class));
    }
  }

  private OsloMessaging.Outcome ping(String at) throws Exception {
    return python.call(at, Map.of(), METHOD, Map.of());
  }

  private static RpcServer serve(Transport transport, String topic) {
    RpcServer server =
        RpcServer.builder(transport, Target.of(topic).withServer("one"))
            .endpoint(new LatchedDesk())
            .build();
    server.start();
    return server;
  }

  private static RpcClient client(Transport transport, String topic) {
    return RpcClient.create(transport, Target.of(topic))
        .prepare(how -> how.timeout(Broker.PATIENCE));
  }

  private static Transport open(String ping) {
    Config config =
        Config.forTesting(RpcOptions.class, RabbitOptions.class)
            .set("DEFAULT", OPTION, ping)
            .build();
    return Transport.open(TransportUrl.parse(Broker.shared().url()), config);
  }
}
