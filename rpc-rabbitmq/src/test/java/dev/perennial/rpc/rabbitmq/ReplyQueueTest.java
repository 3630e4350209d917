package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AuthenticationFailureException;
import dev.perennial.config.Config;
import dev.perennial.rpc.Delivery;
import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.TransportUrl;
import dev.perennial.schedule.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A broker that thinks that the queue of replies still belongs to a connection that was lost.
final class ReplyQueueTest {

  private final RabbitOptions options =
      Config.of(RabbitOptions.class).set("kombu_reconnect_delay", "0.01").build();
  private ScriptedBroker broker;
  private Consumers consumers;
  private ReplyQueue replies;

  @BeforeEach
  void connect() throws IOException {
    broker = new ScriptedBroker();
    consumers = new Consumers(broker.connector(options), options);
    replies = new ReplyQueue(consumers, new Topology(options), _ -> {});
  }

  @AfterEach
  void close() throws IOException {
    consumers.close();
    broker.close();
  }

  @Test
  void a_queue_that_is_held_for_a_moment_keeps_its_name() throws Exception {
    broker.queues().lockPrivate(1);
    assertEquals(List.of(name()), broker.queues().declared());
    assertEquals(broker.queues().declared(), broker.queues().locked());
  }

  @Test
  void a_queue_that_stays_held_gets_another_name() throws Exception {
    broker.queues().lockPrivate(2);
    assertEquals(List.of(name()), broker.queues().declared());
    String first = broker.queues().locked().getFirst();
    assertEquals(List.of(first, first), broker.queues().locked());
    assertNotEquals(first, name());
  }

  @Test
  @Timeout(60)
  void the_first_call_hears_of_the_attempts_that_it_wants_and_why_they_failed() throws Exception {
    broker.close();
    String first = refused(delivery(Duration.ofHours(1), OptionalInt.of(1)));
    assertTrue(first.startsWith("not sent after 2 attempts: nobody listens"), first);
    String second = refused(delivery(Duration.ofMillis(1), OptionalInt.empty()));
    assertTrue(
        second.startsWith("no connection to the broker in time; never sent: test: nobody listens"),
        second);
  }

  @Test
  @Timeout(60)
  void whoever_hears_late_that_the_queue_was_refused_forgets_nobody_elses() throws Exception {
    CountDownLatch mayConnect = new CountDownLatch(1);
    consumers = new Consumers(connectingAfter(mayConnect), options);
    replies = new ReplyQueue(consumers, new Topology(options), _ -> {});
    Delivery hour = delivery(Duration.ofHours(1), OptionalInt.empty());
    Thread late = Thread.ofPlatform().start(() -> refused(hour));
    awaitState(late, Thread.State.TIMED_WAITING);
    synchronized (replies) {
      consumers.attemptFailed(new AuthenticationFailureException("refused"));
      awaitState(late, Thread.State.BLOCKED);
      refused(hour);
      mayConnect.countDown();
      name();
    }
    late.join();
    name();
    assertEquals(1, broker.queues().declared().size());
  }

  private Connector connectingAfter(CountDownLatch gate) {
    TransportUrl url = TransportUrl.parse("rabbit://127.0.0.1:" + broker.port());
    return new Connector(
        () -> {
          if (Thread.currentThread().getName().startsWith("perennial-rabbit")) {
            assertDoesNotThrow(() -> gate.await());
          }
          return url;
        },
        options);
  }

  private static void awaitState(Thread thread, Thread.State state) {
    while (thread.getState() != state) {
      Thread.onSpinWait();
    }
  }

  private String refused(Delivery delivery) {
    return assertThrows(DeliveryException.class, () -> replies.name(delivery, () -> "test"))
        .getMessage();
  }

  private String name() throws InterruptedException {
    return replies.name(delivery(Duration.ofMinutes(1), OptionalInt.empty()), () -> "test");
  }

  private static Delivery delivery(Duration time, OptionalInt retries) {
    return new Delivery(Deadline.after(time), Optional.empty(), false, retries);
  }
}
