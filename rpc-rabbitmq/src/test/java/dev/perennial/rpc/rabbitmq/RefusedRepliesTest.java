package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import dev.perennial.config.Config;
import dev.perennial.rpc.Reply;
import dev.perennial.schedule.Deadline;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.IntNode;

/// Replies that the broker refuses for good.
final class RefusedRepliesTest {

  private static final String NO_WRITING =
      "ACCESS_REFUSED - access to exchange 'amq.default' in vhost '/' refused for user 'guest'";
  private static final String REFUSED = "reply_1";
  private static final String STUCK = "reply_2";
  private static final Logger LOG = Logger.getLogger("dev.perennial.rpc.rabbitmq");

  private final RabbitOptions options = Config.of(RabbitOptions.class).build();
  private final ScriptedBroker broker = new ScriptedBroker();
  private final Publisher publisher =
      new Publisher(broker.connector(options), options, new Topology(options));
  private final ReplySender sender =
      new ReplySender(publisher, new Wire(), options, new MissingQueues(options), 1);
  private final Warnings warnings = new Warnings();

  /// Keeps what is warned of.
  private static final class Warnings extends Handler {
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

    @Override
    public void publish(LogRecord entry) {
      if (entry.getLevel().equals(Level.WARNING) && entry.getMessage().startsWith("a reply")) {
        messages.add(entry.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  RefusedRepliesTest() throws IOException {}

  @BeforeEach
  void listen() {
    LOG.addHandler(warnings);
  }

  @AfterEach
  void close() throws IOException {
    LOG.removeHandler(warnings);
    publisher.close();
    broker.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403|ACCESS_REFUSED - access to queue 'reply_1' refused",
        "404|NOT_FOUND - no queue 'reply_1' in vhost '/'",
        "406|PRECONDITION_FAILED - not like this"
      })
  void a_reply_that_is_refused_is_given_up_with_the_reason(int code, String text) throws Exception {
    broker.channels().refuse(REFUSED, code, text);
    assertFalse(send(1).get(60, TimeUnit.SECONDS));
    assertEquals("a reply was dropped: the broker refuses it: " + text, nextWarning());
    assertTrue(send(3).get(60, TimeUnit.SECONDS));
  }

  @Test
  void all_that_may_not_be_written_are_given_up_with_what_to_do() throws Exception {
    broker.withholdConfirms(STUCK);
    broker.channels().refuse(REFUSED, AMQP.ACCESS_REFUSED, NO_WRITING);
    CompletableFuture<Boolean> stuck = send(2);
    broker.nextPublished();
    CompletableFuture<Boolean> refused = send(1);
    assertFalse(refused.get(60, TimeUnit.SECONDS));
    assertFalse(stuck.get(60, TimeUnit.SECONDS));
    String told =
        "a reply was dropped: the broker refuses it: the user of transport_url may not write to"
            + " amq.default, by which replies go: see rabbitmqctl set_permissions. The broker said: "
            + NO_WRITING;
    assertEquals(told, nextWarning());
    assertEquals(told, nextWarning());
  }

  // The broker does not say which of them it is, until that one is alone.
  @Test
  void what_is_under_way_with_a_reply_that_is_refused_is_tried_again_and_arrives()
      throws Exception {
    broker.withholdConfirms(STUCK);
    broker.channels().refuse(REFUSED, AMQP.PRECONDITION_FAILED, "PRECONDITION_FAILED - no");
    CompletableFuture<Boolean> stuck = send(2);
    broker.nextPublished();
    CompletableFuture<Boolean> refused = send(1);
    broker.channels().await("2 channel.open");
    broker.confirmFromNowOn();
    assertTrue(stuck.get(60, TimeUnit.SECONDS));
    assertFalse(refused.get(60, TimeUnit.SECONDS));
  }

  private String nextWarning() throws InterruptedException {
    return Optional.ofNullable(warnings.messages.poll(60, TimeUnit.SECONDS)).orElseThrow();
  }

  private CompletableFuture<Boolean> send(int number) {
    Wire.ReplyTo caller = new Wire.ReplyTo("id" + number, "reply_" + number, Optional.empty());
    return sender.send(
        caller, new Reply.Result(IntNode.valueOf(number)), Deadline.never(), () -> {});
  }
}
