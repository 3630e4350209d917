package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.impl.AMQImpl;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is told of the texts with which RabbitMQ closes channels.
final class BrokerErrorsTest {

  private static final String TIMEOUT =
      "PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out. Timeout value used:"
          + " 1800000 ms. This timeout value can be configured, see consumers doc guide to learn"
          + " more";
  private static final String UNKNOWN_TAG = "PRECONDITION_FAILED - unknown delivery tag 1";

  @Test
  void another_shape_is_told_with_the_options_that_make_it() {
    String told =
        explain(
            "PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'q' in vhost '/': received"
                + " 'false' but current is 'true'");
    assertTrue(told.startsWith("the broker has an exchange or a queue of this name in"), told);
    assertTrue(told.contains("amqp_durable_queues"), told);
  }

  @Test
  void a_request_that_was_kept_too_long_is_told_with_the_option_of_the_broker() {
    assertEquals(
        "the broker waited longer than its consumer_timeout for the acknowledgement of a message,"
            + " and delivers it again: raise consumer_timeout, or do not run what lasts as long"
            + " with Acknowledge.ON_COMPLETION. It said: "
            + TIMEOUT,
        explain(TIMEOUT));
  }

  @ParameterizedTest
  @CsvSource({"configured max size, 1000", "max size, 536870912"})
  void a_message_that_is_too_large_is_told_with_the_option_of_the_broker(String most, long bytes) {
    String text =
        "PRECONDITION_FAILED - message size 1000000000 is larger than " + most + " " + bytes;
    assertEquals(
        "a message was larger than max_message_size of the broker. It said: " + text,
        explain(text));
    assertEquals(OptionalLong.of(bytes), BrokerErrors.largestMessage(closed(text)));
  }

  @Test
  void whatever_else_a_broker_says_is_told_as_it_is() {
    assertEquals(UNKNOWN_TAG, explain(UNKNOWN_TAG));
    assertEquals(OptionalLong.empty(), BrokerErrors.largestMessage(closed(UNKNOWN_TAG)));
  }

  @Test
  @Timeout(60)
  void a_host_that_accepts_and_says_nothing_is_told() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ConnectionFactory factory = new ConnectionFactory();
      factory.setHost("127.0.0.1");
      factory.setPort(mute.getLocalPort());
      factory.setHandshakeTimeout(10);
      Exception silence = assertThrows(Exception.class, factory::newConnection);
      assertEquals(
          "the broker did not answer the handshake in time: check the port of transport_url, and"
              + " whether ssl fits it",
          BrokerErrors.explain(silence));
    }
  }

  private static String explain(String text) {
    return BrokerErrors.explain(closed(text));
  }

  private static ShutdownSignalException closed(String text) {
    return new ShutdownSignalException(
        false, false, new AMQImpl.Channel.Close(AMQP.PRECONDITION_FAILED, text, 60, 40), null);
  }
}
