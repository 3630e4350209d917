package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.perennial.config.Config;
import dev.perennial.rpc.Delivery;
import dev.perennial.rpc.RpcException;
import dev.perennial.schedule.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A broker that answers a question of a publisher too late.
final class UnansweredQuestionsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String SILENCE = "not sent: the broker did not answer %s in time";

  private final RabbitOptions options = Config.of(RabbitOptions.class).build();
  private ScriptedBroker broker;
  private Publisher publisher;

  @BeforeEach
  void connect() throws Exception {
    broker = new ScriptedBroker();
    publisher = new Publisher(broker.connector(options, PATIENCE), options, new Topology(options));
    assertEquals("sent", told(send(Publication.Declare.EXCHANGE, "first")));
  }

  @AfterEach
  void close() throws IOException {
    publisher.close();
    broker.close();
  }

  @Test
  void nothing_more_is_asked_on_the_channel_of_a_declaration_that_was_not_answered()
      throws Exception {
    broker.channels().answerLate(AMQP.Exchange.Declare.class);
    var stuck = send(Publication.Declare.EXCHANGE, "stuck");
    var other = send(Publication.Declare.EXCHANGE, "other");
    assertEquals(SILENCE.formatted("exchange.declare"), told(stuck));
    assertEquals("sent", told(other));
    assertEquals("sent", told(send(Publication.Declare.EXCHANGE, "stuck")));
    assertEquals(
        List.of(
            "2 exchange.declare", "2 exchange.declare", "3 exchange.declare", "3 exchange.declare"),
        broker.channels().asked("exchange.declare"));
    broker.channels().await("2 channel.close");
  }

  @Test
  void the_broker_is_asked_once_for_all_messages_that_need_the_same() throws Exception {
    broker.channels().answerLate(AMQP.Exchange.Declare.class);
    var one = send(Publication.Declare.EXCHANGE, "stuck");
    var two = send(Publication.Declare.EXCHANGE, "stuck");
    assertEquals(SILENCE.formatted("exchange.declare"), told(one));
    assertEquals(SILENCE.formatted("exchange.declare"), told(two));
    assertEquals(2, broker.channels().asked("exchange.declare").size());
  }

  @Test
  void what_is_under_way_may_still_be_confirmed() throws Exception {
    broker.withholdConfirms("unconfirmed");
    CompletableFuture<Optional<RpcException>> unconfirmed = new CompletableFuture<>();
    Publication message = message(Publication.Declare.EXCHANGE, "first", "unconfirmed");
    message.whenEnded(unconfirmed::complete);
    publisher.send(message);
    broker.nextPublished();
    broker.nextPublished();
    broker.channels().answerLate(AMQP.Exchange.Declare.class);
    assertEquals(
        SILENCE.formatted("exchange.declare"), told(send(Publication.Declare.EXCHANGE, "stuck")));
    broker.confirmWithheld();
    assertEquals("sent", told(unconfirmed));
  }

  @Test
  void a_new_channel_is_closed_when_the_first_question_on_it_is_not_answered() throws Exception {
    broker.channels().answerLate(AMQP.Confirm.Select.class);
    assertEquals(
        SILENCE.formatted("confirm.select"), told(send(Publication.Declare.FANOUT, "all_fanout")));
    broker.channels().await("3 channel.close");
    assertEquals("sent", told(send(Publication.Declare.FANOUT, "all_fanout")));
    assertEquals(
        List.of("1 confirm.select", "3 confirm.select", "4 confirm.select"),
        broker.channels().asked("confirm.select"));
  }

  @Test
  void a_channel_is_given_up_also_where_there_are_no_more_threads() throws Exception {
    ThreadFactory exhausted =
        body ->
            new Thread(body) {
              @Override
              public void start() {
                throw new OutOfMemoryError("no more threads");
              }
            };
    try (Connection connection = broker.connector(options, PATIENCE).connect("test")) {
      Channel channel = connection.createChannel();
      UnansweredChannel.close(channel, exhausted);
      assertFalse(channel.isOpen());
      broker.channels().await("3 channel.close");
    }
  }

  private CompletableFuture<Optional<RpcException>> send(
      Publication.Declare declare, String exchange) {
    CompletableFuture<Optional<RpcException>> ended = new CompletableFuture<>();
    Publication message = message(declare, exchange, "key");
    message.whenEnded(ended::complete);
    publisher.send(message);
    return ended;
  }

  private static String told(CompletableFuture<Optional<RpcException>> ended) throws Exception {
    return ended.get(60, TimeUnit.SECONDS).map(RpcException::getMessage).orElse("sent");
  }

  private static Publication message(Publication.Declare declare, String exchange, String key) {
    Publication.Route route = new Publication.Route(exchange, key, declare, false);
    Delivery delivery =
        new Delivery(Deadline.after(HOUR), Optional.empty(), false, OptionalInt.empty());
    return new Publication(route, new byte[] {1}, Topology.newId(), delivery);
  }
}
