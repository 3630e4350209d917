package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.perennial.config.Config;
import dev.perennial.rpc.Reply;
import dev.perennial.schedule.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.POJONode;
import tools.jackson.databind.node.StringNode;

/// Replies to callers that have no queue.
final class ReplySenderTest {

  private static final Deadline LATER = Deadline.after(Duration.ofMinutes(5));

  private final RabbitOptions options = Config.of(RabbitOptions.class).build();
  private final ScriptedBroker broker = new ScriptedBroker();
  private final Publisher publisher =
      new Publisher(broker.connector(options), options, new Topology(options));

  ReplySenderTest() throws IOException {
    broker.returnAll();
  }

  @AfterEach
  void close() throws IOException {
    publisher.close();
    broker.close();
  }

  @ParameterizedTest
  @CsvSource({"1, 192", "100, 300"})
  void so_many_are_kept_that_all_callers_of_a_server_may_reconnect_and_the_oldest_is_given_up(
      int places, int kept) throws Exception {
    ReplySender sender = sender(places);
    List<CompletableFuture<Boolean>> ends =
        IntStream.rangeClosed(0, kept)
            .mapToObj(number -> send(sender, number, result(number), () -> {}))
            .toList();
    assertFalse(ends.getFirst().get(60, TimeUnit.SECONDS));
    assertEquals(kept, ends.stream().filter(end -> !end.isDone()).count());
  }

  @Test
  void that_nobody_is_there_is_heard_at_the_first_attempt_but_not_of_a_heartbeat()
      throws Exception {
    ReplySender sender = sender(1);
    CompletableFuture<Boolean> heard = new CompletableFuture<>();
    Runnable nobodyThere = () -> heard.complete(true);
    assertFalse(send(sender, 1, new Reply.Heartbeat(), nobodyThere).get(60, TimeUnit.SECONDS));
    assertFalse(heard.isDone());
    CompletableFuture<Boolean> end = send(sender, 1, result(1), nobodyThere);
    assertTrue(heard.get(60, TimeUnit.SECONDS));
    assertFalse(end.isDone());
  }

  @Test
  void a_reply_that_is_larger_than_the_broker_takes_is_replaced_by_a_failure() throws Exception {
    try (ScriptedBroker strict = new ScriptedBroker()) {
      strict.channels().limitMessages(1000);
      Publisher toStrict = new Publisher(strict.connector(options), options, new Topology(options));
      Reply large = new Reply.Result(StringNode.valueOf("x".repeat(1000)));
      CompletableFuture<Boolean> end = send(sender(toStrict, 1), 1, large, () -> {});
      int size = strict.nextPublished().body().length;
      byte[] second = strict.nextPublished().body();
      assertTrue(end.get(60, TimeUnit.SECONDS));
      Wire.IncomingReply told = new Wire().readReply(second);
      assertEquals("id1", told.id());
      assertEquals(
          "the method has run, but its reply is larger than the broker takes: "
              + size
              + " bytes; max_message_size of the broker is 1000",
          assertInstanceOf(Reply.Failed.class, told.reply()).failure().message());
      toStrict.close();
    }
  }

  // The caller takes the first that comes.
  @Test
  void a_reply_whose_confirm_is_lost_with_the_connection_is_sent_once_more() throws Exception {
    try (ScriptedBroker failing = new ScriptedBroker()) {
      failing.cutAtMessage();
      Publisher toFailing =
          new Publisher(failing.connector(options), options, new Topology(options));
      ReplySender sender = sender(toFailing, 1);
      CompletableFuture<Boolean> end = send(sender, 1, result(7), () -> {});
      byte[] lost = failing.nextPublished().body();
      byte[] arrived = failing.nextPublished().body();
      assertTrue(end.get(60, TimeUnit.SECONDS));
      assertEquals(new Wire.IncomingReply("id1", result(7)), new Wire().readReply(lost));
      assertEquals(new Wire.IncomingReply("id1", result(7)), new Wire().readReply(arrived));
      assertTrue(send(sender, 2, result(8), () -> {}).get(60, TimeUnit.SECONDS));
      assertEquals("reply_2", failing.nextPublished().method().getRoutingKey());
      toFailing.close();
    }
  }

  // As one for which there is no memory when it is tried again.
  @Test
  void a_reply_whose_second_attempt_ends_in_an_error_ends_too() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    Object value =
        new Object() {
          @JsonValue
          public String written() {
            if (attempts.incrementAndGet() > 1) {
              throw new OutOfMemoryError("no more memory");
            }
            return "once";
          }
        };
    assertFalse(
        send(sender(1), 1, new Reply.Result(new POJONode(value)), () -> {})
            .get(60, TimeUnit.SECONDS));
    assertEquals(2, attempts.get());
  }

  @Test
  void a_reply_that_the_broker_does_not_take_is_kept_as_long_as_its_caller_waits_and_no_longer()
      throws Exception {
    try (ScriptedBroker silent = new ScriptedBroker()) {
      IntStream.rangeClosed(1, 3).forEach(number -> silent.withholdConfirms("reply_" + number));
      Publisher toSilent = new Publisher(silent.connector(options), options, new Topology(options));
      Duration moment = Duration.ofMillis(50);
      ReplySender sender =
          new ReplySender(toSilent, new Wire(), options, new MissingQueues(options), 1, moment);
      CompletableFuture<Boolean> patient = send(sender, 1, LATER);
      CompletableFuture<Boolean> unsaid = send(sender, 2, Deadline.never());
      CompletableFuture<Boolean> hasty = send(sender, 3, Deadline.after(moment));
      assertFalse(unsaid.get(60, TimeUnit.SECONDS));
      assertFalse(hasty.get(60, TimeUnit.SECONDS));
      // The broker has read those before it.
      assertTrue(send(sender, 4, LATER).get(60, TimeUnit.SECONDS));
      silent.confirmWithheld();
      assertTrue(patient.get(60, TimeUnit.SECONDS));
      toSilent.close();
    }
  }

  private static CompletableFuture<Boolean> send(ReplySender sender, int number, Deadline until) {
    Wire.ReplyTo caller = new Wire.ReplyTo("id" + number, "reply_" + number, Optional.empty());
    return sender.send(caller, result(number), until, () -> {});
  }

  private ReplySender sender(int places) {
    return sender(publisher, places);
  }

  private ReplySender sender(Publisher through, int places) {
    return new ReplySender(through, new Wire(), options, new MissingQueues(options), places);
  }

  private static Reply result(int number) {
    return new Reply.Result(IntNode.valueOf(number));
  }

  private static CompletableFuture<Boolean> send(
      ReplySender sender, int number, Reply reply, Runnable nobodyThere) {
    Wire.ReplyTo caller = new Wire.ReplyTo("id" + number, "reply_" + number, Optional.empty());
    return sender.send(caller, reply, Deadline.never(), nobodyThere);
  }
}
