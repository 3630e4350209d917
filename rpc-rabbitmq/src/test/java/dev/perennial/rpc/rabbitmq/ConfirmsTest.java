package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.rpc.Delivery;
import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.RpcException;
import dev.perennial.rpc.UnknownOutcomeException;
import dev.perennial.schedule.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Messages whose confirm does not come.
final class ConfirmsTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final String STUCK = "stuck";

  private ScriptedBroker broker;
  private Publisher publisher;

  @BeforeEach
  void connect() throws IOException {
    broker = new ScriptedBroker();
    broker.withholdConfirms(STUCK);
    RabbitOptions options =
        Config.of(RabbitOptions.class).set("kombu_reconnect_delay", "0.01").build();
    Connector connector = broker.connector(options);
    publisher = new Publisher(connector, options, new Topology(options));
  }

  @AfterEach
  void close() throws IOException {
    publisher.close();
    broker.close();
  }

  @Test
  void a_message_that_is_never_confirmed_does_not_hold_up_others() throws Exception {
    publisher.send(message(STUCK));
    assertEquals(STUCK, broker.nextPublished().method().getRoutingKey());
    CompletableFuture<Optional<RpcException>> other = sent("other");
    assertEquals(Optional.empty(), other.get(60, TimeUnit.SECONDS));
  }

  @Test
  void hundreds_that_are_never_confirmed_do_not_hold_up_others() throws Exception {
    IntStream.range(0, 1000).forEach(_ -> publisher.send(message(STUCK)));
    CompletableFuture<Optional<RpcException>> other = sent("other");
    assertEquals(Optional.empty(), other.get(60, TimeUnit.SECONDS));
  }

  // The answer tells of the first, hundreds were written since, and no confirm will tell of them.
  @Test
  void what_an_answer_tells_nothing_of_is_asked_for_again() throws Exception {
    Runnable goOn = broker.holdAtQuestion();
    CompletableFuture<Optional<RpcException>> first = sent(STUCK);
    broker.nextPublished();
    IntStream.range(0, 300).forEach(_ -> publisher.send(message(STUCK)));
    CompletableFuture<Optional<RpcException>> other = sent("other");
    broker.awaitQuestion();
    broker.confirmWithheld();
    assertEquals(Optional.empty(), first.get(60, TimeUnit.SECONDS));
    awaitWork();
    goOn.run();
    assertEquals(Optional.empty(), other.get(60, TimeUnit.SECONDS));
  }

  @Test
  void after_a_pause_nothing_follows_the_first_message_before_the_broker_has_read_it()
      throws Exception {
    Runnable goOn = broker.holdAtQuestion();
    publisher.send(message(STUCK));
    Publication second = message("second");
    Publication third = message("third");
    publisher.send(second);
    publisher.send(third);
    broker.awaitQuestion();
    assertTrue(third.withdraw());
    goOn.run();
    assertEquals(STUCK, broker.nextPublished().method().getRoutingKey());
    assertEquals("second", broker.nextPublished().method().getRoutingKey());
    assertFalse(second.withdraw());
  }

  @Test
  void what_was_not_written_when_the_connection_was_lost_is_written_to_the_next_one()
      throws Exception {
    broker.cutAtDeclaration();
    for (CompletableFuture<Optional<RpcException>> each :
        List.of(sent("one"), sent("two"), sent("three"))) {
      assertEquals(Optional.empty(), each.get(60, TimeUnit.SECONDS));
    }
    assertEquals(1, publisher.link().reconnects());
  }

  @Test
  void a_loss_is_no_failed_attempt_for_what_was_not_written() throws Exception {
    broker.cutAtDeclaration();
    assertEquals(
        Optional.empty(),
        sent(message("exchange", "once", OptionalInt.of(0))).get(60, TimeUnit.SECONDS));
  }

  @Test
  void what_was_not_written_when_the_broker_was_stopped_is_written_to_the_next_one()
      throws Exception {
    broker.stopAtDeclaration();
    assertEquals(Optional.empty(), sent("one").get(60, TimeUnit.SECONDS));
    assertEquals(1, publisher.link().reconnects());
  }

  @Test
  void a_declaration_does_not_hold_the_link_while_another_question_is_not_answered()
      throws Exception {
    Runnable goOn = broker.holdAtQuestion();
    CompletableFuture<Optional<RpcException>> first = sent(STUCK);
    broker.nextPublished();
    publisher.send(message("second"));
    broker.awaitQuestion();
    broker.confirmWithheld();
    assertEquals(Optional.empty(), first.get(60, TimeUnit.SECONDS));
    CompletableFuture<Optional<RpcException>> declared =
        sent(message("another", "third", OptionalInt.empty()));
    awaitWork();
    goOn.run();
    assertEquals(Optional.empty(), declared.get(60, TimeUnit.SECONDS));
  }

  @Test
  void what_was_written_and_not_confirmed_when_the_transport_is_closed_may_have_arrived()
      throws Exception {
    CompletableFuture<Optional<RpcException>> stuck = sent(STUCK);
    broker.nextPublished();
    publisher.close();
    RpcException told = stuck.get(60, TimeUnit.SECONDS).orElseThrow();
    assertInstanceOf(UnknownOutcomeException.class, told);
    assertTrue(told.getMessage().endsWith("the transport was closed"), told.getMessage());
  }

  @Test
  void what_was_written_and_not_confirmed_when_the_connection_was_lost_may_have_arrived()
      throws Exception {
    CompletableFuture<Optional<RpcException>> stuck = sent(STUCK);
    broker.nextPublished();
    broker.cut();
    assertInstanceOf(UnknownOutcomeException.class, stuck.get(60, TimeUnit.SECONDS).orElseThrow());
  }

  @Test
  void what_is_larger_than_the_broker_takes_was_not_run_and_others_may_have_arrived()
      throws Exception {
    broker.channels().limitMessages(1000);
    CompletableFuture<Optional<RpcException>> stuck = sent(STUCK);
    broker.nextPublished();
    CompletableFuture<Optional<RpcException>> large = sent(message("large", new byte[1001]));
    assertEquals(
        "not sent, since it is larger than the broker takes: 1001 bytes; max_message_size of the"
            + " broker is 1000",
        assertInstanceOf(DeliveryException.class, large.get(60, TimeUnit.SECONDS).orElseThrow())
            .getMessage());
    assertInstanceOf(UnknownOutcomeException.class, stuck.get(60, TimeUnit.SECONDS).orElseThrow());
    assertEquals(Optional.empty(), sent("other").get(60, TimeUnit.SECONDS));
  }

  // What was sent is looked at first, and declared for with what is done next.
  private void awaitWork() throws Exception {
    assertTrue(publisher.link().done(() -> {}).get(60, TimeUnit.SECONDS));
    assertTrue(publisher.link().done(() -> {}).get(60, TimeUnit.SECONDS));
  }

  private CompletableFuture<Optional<RpcException>> sent(String key) {
    return sent(message(key));
  }

  private CompletableFuture<Optional<RpcException>> sent(Publication message) {
    CompletableFuture<Optional<RpcException>> ended = new CompletableFuture<>();
    message.whenEnded(ended::complete);
    publisher.send(message);
    return ended;
  }

  private static Publication message(String key) {
    return message("exchange", key, OptionalInt.empty());
  }

  private static Publication message(String exchange, String key, OptionalInt retries) {
    return message(exchange, key, retries, new byte[] {1});
  }

  private static Publication message(String key, byte[] body) {
    return message("exchange", key, OptionalInt.empty(), body);
  }

  private static Publication message(
      String exchange, String key, OptionalInt retries, byte[] body) {
    Publication.Route route =
        new Publication.Route(exchange, key, Publication.Declare.EXCHANGE, false);
    Delivery delivery = new Delivery(Deadline.after(HOUR), Optional.empty(), false, retries);
    return new Publication(route, body, Topology.newId(), delivery);
  }
}
