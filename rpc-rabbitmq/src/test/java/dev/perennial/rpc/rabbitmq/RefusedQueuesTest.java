package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.RpcOptions;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A broker that takes no queues that are neither durable nor exclusive.
final class RefusedQueuesTest {

  @Endpoint
  static final class Empty {}

  @Test
  void the_error_names_the_option_that_helps() throws Exception {
    try (ScriptedBroker broker = new ScriptedBroker();
        Transport transport = transport(broker, "")) {
      String text =
          assertThrows(DeliveryException.class, () -> server(transport).start()).getMessage();
      assertTrue(text.contains("amqp_durable_queues = true"), text);
      assertTrue(text.contains("rabbit_quorum_queue = true"), text);
      assertTrue(text.contains("INTERNAL_ERROR - Feature `transient_nonexcl_queues`"), text);
      assertEquals(1, text.lines().count());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"amqp_durable_queues", "rabbit_quorum_queue"})
  void with_that_option_every_queue_is_accepted(String option) throws Exception {
    try (ScriptedBroker broker = new ScriptedBroker();
        Transport transport = transport(broker, "?" + option + "=true")) {
      server(transport).start();
      assertEquals(3, broker.queues().declared().size());
      assertEquals("topic", broker.queues().declared().get(0));
      assertEquals("topic.server", broker.queues().declared().get(1));
      assertTrue(broker.queues().declared().get(2).matches("topic_fanout_[0-9a-f]{32}"));
    }
  }

  private static RpcServer server(Transport transport) {
    return RpcServer.builder(transport, Target.of("topic").withServer("server"))
        .endpoint(new Empty())
        .build();
  }

  private static Transport transport(ScriptedBroker broker, String query) {
    Config config = Config.forTesting(RpcOptions.class, RabbitOptions.class).build();
    String url = "rabbit://127.0.0.1:" + broker.port() + "/" + query;
    return Transport.open(TransportUrl.parse(url), config);
  }
}
