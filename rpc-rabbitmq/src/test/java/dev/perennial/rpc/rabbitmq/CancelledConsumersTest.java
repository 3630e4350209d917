package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import dev.perennial.config.Config;
import dev.perennial.rpc.Target;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.SettableTicker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A broker that does not answer that it delivers no more.
final class CancelledConsumersTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration SOON = Duration.ofMillis(50);

  private final SettableTicker ticker = new SettableTicker();
  private final RabbitOptions options =
      Config.of(RabbitOptions.class).set("amqp_durable_queues", "true").build();
  private ScriptedBroker broker;
  private Consumers consumers;

  @BeforeEach
  void listen() throws IOException {
    broker = new ScriptedBroker();
  }

  @AfterEach
  void close() throws IOException {
    consumers.close();
    broker.close();
  }

  @Test
  void the_channel_is_given_up_and_nobody_waits_longer() throws Exception {
    RequestSubscription subscription = subscription(Duration.ofHours(1));
    broker.channels().answerLate(AMQP.Basic.Cancel.class);
    CompletableFuture<Boolean> cancelled =
        cancel(subscription, ticker.timers().deadline(PATIENCE.multipliedBy(6)));
    awaitQuestion();
    ticker.advance(PATIENCE.minusMillis(1));
    assertFalse(cancelled.isDone());
    ticker.advance(Duration.ofMillis(1));
    assertTrue(cancelled.get(60, TimeUnit.SECONDS));
    broker.channels().await("1 channel.close");
    assertLinkWorks();
  }

  @Test
  void a_short_deadline_ends_the_wait_and_the_channel_is_given_up_later() throws Exception {
    RequestSubscription subscription = subscription(Duration.ofHours(1));
    broker.channels().answerLate(AMQP.Basic.Cancel.class);
    CompletableFuture<Boolean> cancelled =
        cancel(subscription, ticker.timers().deadline(PATIENCE.dividedBy(2)));
    awaitQuestion();
    ticker.advance(PATIENCE.dividedBy(2));
    assertTrue(cancelled.get(60, TimeUnit.SECONDS));
    assertEquals(List.of(), broker.channels().asked("channel.close"));
    ticker.advance(PATIENCE);
    broker.channels().await("1 channel.close");
  }

  @Test
  void the_channel_is_given_up_also_when_the_link_has_waited_long_enough() throws Exception {
    RequestSubscription subscription = subscription(SOON);
    broker.channels().answerLate(AMQP.Basic.Cancel.class);
    assertTrue(cancel(subscription, Deadline.never()).get(60, TimeUnit.SECONDS));
    broker.channels().await("1 channel.close");
    assertEquals(List.of("1 basic.cancel"), broker.channels().asked("basic.cancel"));
    assertLinkWorks();
  }

  @Test
  void a_broker_that_does_not_answer_the_last_farewell_holds_nobody() throws Exception {
    RequestSubscription subscription = subscription(Duration.ofHours(1));
    subscription.cancel(Deadline.never());
    broker.channels().answerLate(AMQP.Channel.Close.class);
    subscription.close();
    broker.channels().await("1 queue.delete");
    broker.channels().await("1 channel.close");
    assertLinkWorks();
  }

  // Whoever cancels waits, and somebody else watches.
  private void awaitQuestion() throws Exception {
    broker.channels().await("1 basic.cancel");
    while (ticker.waiting() < 2) {
      Thread.onSpinWait();
    }
  }

  private void assertLinkWorks() throws Exception {
    assertTrue(consumers.link().done(() -> {}).get(60, TimeUnit.SECONDS));
  }

  private RequestSubscription subscription(Duration patience) throws Exception {
    consumers = new Consumers(broker.connector(options, patience), options, ticker.timers());
    RequestSubscription subscription =
        new RequestSubscription(
            consumers,
            new Topology(options),
            "exchange",
            Target.of("topic").withServer("server"),
            1,
            (_, _) -> {});
    assertTrue(subscription.entry().ready().get(60, TimeUnit.SECONDS));
    return subscription;
  }

  private static CompletableFuture<Boolean> cancel(
      RequestSubscription subscription, Deadline deadline) {
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        subscription.cancel(deadline);
        ended.complete(true);
      } catch (InterruptedException | RuntimeException failure) {
        ended.completeExceptionally(failure);
      }
    });
    return ended;
  }
}
