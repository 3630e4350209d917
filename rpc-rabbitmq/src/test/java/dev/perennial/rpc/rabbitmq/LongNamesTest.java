package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.rpc.InvalidTargetException;
import dev.perennial.rpc.NotificationInterest;
import dev.perennial.rpc.Priority;
import dev.perennial.rpc.RpcOptions;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportUrl;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Names that AMQP cannot carry: trying again would not help whoever listens.
@Timeout(60)
final class LongNamesTest {

  @ParameterizedTest
  // The fanout queue of a topic has forty characters more.
  @CsvSource({"216, 1, 1", "100, 155, 1", "1, 1, 256"})
  void nobody_listens_at_a_name_that_is_too_long(int topic, int server, int exchange)
      throws Exception {
    Target target =
        Target.of("t".repeat(topic))
            .withServer("s".repeat(server))
            .withExchange("e".repeat(exchange));
    try (ScriptedBroker broker = new ScriptedBroker();
        Transport transport = transport(broker)) {
      String text =
          assertThrows(InvalidTargetException.class, () -> transport.listen(target, 1, _ -> {}))
              .getMessage();
      assertTrue(text.contains("at most 255 bytes"), text);
      assertEquals(List.of(), broker.queues().declared());
    }
  }

  @ParameterizedTest
  @CsvSource({"251, 1", "1, 256"})
  void nobody_is_notified_at_a_name_that_is_too_long(int topic, int pool) throws Exception {
    NotificationInterest interest =
        new NotificationInterest(
            List.of(Target.of("t".repeat(topic))),
            Set.of(Priority.INFO),
            Optional.of("p".repeat(pool)),
            1);
    try (ScriptedBroker broker = new ScriptedBroker();
        Transport transport = transport(broker)) {
      assertThrows(InvalidTargetException.class, () -> transport.listen(interest, _ -> {}));
      assertEquals(List.of(), broker.queues().declared());
    }
  }

  @Test
  void the_longest_names_are_good() throws Exception {
    Target target = Target.of("t".repeat(215)).withServer("s".repeat(39));
    try (ScriptedBroker broker = new ScriptedBroker();
        Transport transport = transport(broker)) {
      transport.listen(target, 1, _ -> {}).close();
      assertEquals(
          List.of(215, 255, 255), broker.queues().declared().stream().map(String::length).toList());
    }
  }

  private static Transport transport(ScriptedBroker broker) {
    Config config = Config.forTesting(RpcOptions.class, RabbitOptions.class).build();
    String query = "/?amqp_durable_queues=true";
    TransportUrl url = TransportUrl.parse("rabbit://127.0.0.1:" + broker.port() + query);
    return Transport.open(url, config);
  }
}
