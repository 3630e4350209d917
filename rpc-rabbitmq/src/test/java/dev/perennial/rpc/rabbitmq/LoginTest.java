package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.rpc.InvalidUrlException;
import dev.perennial.rpc.TransportUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How a client logs in at a broker that offers several methods.
final class LoginTest {

  @ParameterizedTest
  @CsvSource({"AMQPLAIN, AMQPLAIN", "plain, PLAIN", "EXTERNAL, EXTERNAL"})
  void the_broker_is_asked_for_the_method_of_the_options(String option, String method)
      throws Exception {
    try (ScriptedBroker broker = new ScriptedBroker()) {
      connector(broker.port(), option).connect("test").close();
      assertEquals(method, broker.logins().getFirst());
    }
  }

  @Test
  void a_method_that_is_not_offered_is_refused_with_those_that_are() {
    String text =
        assertThrows(InvalidUrlException.class, () -> connector(5672, "RABBIT-CR-DEMO"))
            .getMessage();
    assertTrue(text.contains("AMQPLAIN, PLAIN or EXTERNAL"), text);
  }

  private static Connector connector(int port, String login) {
    RabbitOptions options =
        Config.of(RabbitOptions.class).set("rabbit_login_method", login).build();
    return new Connector(() -> TransportUrl.parse("rabbit://127.0.0.1:" + port), options);
  }
}
