package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportProvider;
import org.junit.jupiter.api.Test;

class TrainingTransportTest {

  private static final String TOPIC = "echo";
  private static final int FRAMES = 3;

  @Endpoint
  interface Echo {
    String again(String text);
  }

  static final class Server implements Echo {
    @Override
    public String again(String text) {
      return text + text;
    }
  }

  @Test
  void a_call_of_a_training_run_goes_through_amqp_and_to_no_broker() {
    try (Transport transport = transport("rabbit://guest:guest@broker.invalid:5672/", "false")) {
      String text = "x".repeat(FRAMES * 131_072 / 2);
      assertEquals(text + text, call(transport, text));
      assertInstanceOf(RabbitTransport.class, transport);
      assertTrue(transport.status().connected());
    }
  }

  @Test
  void a_call_of_a_training_run_stays_in_memory_where_the_broker_speaks_tls() {
    try (Transport transport = transport("rabbit://guest:guest@broker.invalid:5671/", "true")) {
      assertEquals("aa", call(transport, "a"));
      assertFalse(transport instanceof RabbitTransport);
    }
  }

  private static String call(Transport transport, String text) {
    RpcServer server =
        RpcServer.builder(transport, Target.of(TOPIC).withServer("here"))
            .endpoint(new Server())
            .build();
    server.start();
    try {
      return RpcClient.create(transport, Target.of(TOPIC)).proxy(Echo.class).again(text);
    } finally {
      server.stop();
    }
  }

  private static Transport transport(String url, String ssl) {
    Config config =
        Config.forTesting(TransportProvider.optionGroups())
            .set("DEFAULT", "transport_url", url)
            .set(RabbitOptions.SECTION, "ssl", ssl)
            .build();
    return Transport.openForTraining(config);
  }
}
