package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.rpc.Delivery;
import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.InvalidTargetException;
import dev.perennial.rpc.TransportUrl;
import dev.perennial.schedule.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Messages that have to wait, since nobody listens at the broker's address.
final class PublisherTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private Publisher publisher;

  @BeforeEach
  void point_to_nobody() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    RabbitOptions options =
        Config.of(RabbitOptions.class).set("kombu_reconnect_delay", "0.01").build();
    Connector connector =
        new Connector(() -> TransportUrl.parse("rabbit://127.0.0.1:" + port), options);
    publisher = new Publisher(connector, options, new Topology(options));
  }

  @AfterEach
  void close() {
    publisher.close();
  }

  @Test
  void a_sender_waits_no_longer_than_its_deadline_and_hears_that_nothing_was_sent() {
    Publication message = message(Duration.ofMillis(200), OptionalInt.empty());
    String text =
        assertThrows(DeliveryException.class, () -> publisher.sendAndWait(message)).getMessage();
    assertTrue(text.startsWith("never sent"), text);
    assertFalse(message.claim());
  }

  @Test
  void a_sender_hears_what_is_in_the_way_when_its_time_is_over() {
    Deadline deadline = Deadline.after(Duration.ofMillis(20));
    Delivery delivery = new Delivery(deadline, Optional.empty(), false, OptionalInt.empty());
    Publication message = new Publication(route("key"), new byte[] {1}, "id", delivery);
    Supplier<Optional<String>> obstacle =
        () -> Optional.of(deadline.passed() ? "nobody listens" : "nothing yet");
    String text = assertThrows(DeliveryException.class, () -> message.await(obstacle)).getMessage();
    assertEquals("never sent, the time was over before: nobody listens", text);
  }

  @Test
  void a_sender_that_wants_no_second_attempt_hears_of_the_first() {
    Publication message = message(HOUR, OptionalInt.of(0));
    String text =
        assertThrows(DeliveryException.class, () -> publisher.sendAndWait(message)).getMessage();
    assertTrue(text.startsWith("not sent after 1 attempts: nobody listens"), text);
  }

  @Test
  void whoever_waits_when_the_transport_is_closed_is_told() throws Exception {
    Publication message = message(HOUR, OptionalInt.empty());
    CompletableFuture<String> told = new CompletableFuture<>();
    message.whenEnded(failure -> told.complete(failure.orElseThrow().getMessage()));
    publisher.send(message);
    publisher.close();
    assertEquals("the transport was closed", told.get(60, TimeUnit.SECONDS));
    assertThrows(DeliveryException.class, () -> publisher.send(message));
  }

  @Test
  void what_was_written_cannot_be_taken_back_and_what_was_taken_back_is_not_written() {
    Publication written = message(HOUR, OptionalInt.empty());
    assertTrue(written.claim());
    assertFalse(written.withdraw());
    Publication withdrawn = message(HOUR, OptionalInt.empty());
    assertTrue(withdrawn.withdraw());
    assertFalse(withdrawn.claim());
    assertTrue(withdrawn.withdraw());
  }

  @Test
  void a_name_that_amqp_cannot_carry_is_refused() {
    assertEquals(255, route("k".repeat(255)).key().length());
    assertEquals(127, route("ä".repeat(127)).key().length());
    assertThrows(InvalidTargetException.class, () -> route("k".repeat(256)));
    assertThrows(InvalidTargetException.class, () -> route("ä".repeat(128)));
  }

  @Test
  void the_error_says_whether_a_message_may_have_arrived() {
    Publication written = message(HOUR, OptionalInt.empty());
    written.claim();
    assertTrue(written.overdue(Optional.empty()).getMessage().contains("did not confirm"));
    Publication waiting = message(HOUR, OptionalInt.empty());
    assertEquals(
        "never sent, the time was over before: the broker blocks",
        waiting.overdue(Optional.of("the broker blocks")).getMessage());
  }

  private static Publication message(Duration time, OptionalInt retries) {
    Delivery delivery = new Delivery(Deadline.after(time), Optional.empty(), false, retries);
    return new Publication(route("key"), new byte[] {1}, Topology.newId(), delivery);
  }

  private static Publication.Route route(String key) {
    return new Publication.Route("exchange", key, Publication.Declare.EXCHANGE, false);
  }
}
