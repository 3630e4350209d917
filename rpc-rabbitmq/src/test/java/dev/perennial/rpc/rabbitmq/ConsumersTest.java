package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import dev.perennial.config.Config;
import dev.perennial.schedule.SettableTicker;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What cannot be consumed at the first attempt.
final class ConsumersTest {

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private ScriptedBroker broker;
  private Consumers consumers;
  private final SettableTicker ticker = new SettableTicker();

  @BeforeEach
  void connect() throws IOException {
    broker = new ScriptedBroker();
    RabbitOptions options = Config.of(RabbitOptions.class).build();
    consumers = new Consumers(broker.connector(options), options, ticker.timers());
  }

  @AfterEach
  void close() throws IOException {
    consumers.close();
    broker.close();
  }

  @Test
  void what_the_broker_did_not_answer_is_asked_again_on_another_channel() throws Exception {
    connected();
    List<Channel> channels = new ArrayList<>();
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    Consumers.Setup late =
        (channel, _) -> {
          channels.add(channel);
          if (channels.size() == 1) {
            channel.addShutdownListener(_ -> closed.complete(true));
            throw new SocketTimeoutException("no answer");
          }
        };
    CompletableFuture<Boolean> ready = consumers.add(late).ready();
    awaitWork();
    ticker.advance(LONGEST_PAUSE);
    assertTrue(ready.get(60, TimeUnit.SECONDS));
    assertEquals(2, channels.size());
    assertTrue(closed.get(60, TimeUnit.SECONDS));
    assertTrue(channels.getLast().isOpen());
  }

  @Test
  void what_is_refused_again_and_again_is_tried_once_at_a_time() throws Exception {
    connected();
    broker.queues().lockPrivate(Integer.MAX_VALUE);
    Semaphore closed = new Semaphore(0);
    consumers.add((channel, _) -> {
      channel.addShutdownListener(_ -> closed.release());
      channel.queueDeclare("private", false, true, true, Map.of());
    });
    for (int attempts = 1; attempts <= 4; attempts++) {
      assertTrue(closed.tryAcquire(60, TimeUnit.SECONDS));
      awaitWork();
      assertEquals(attempts, broker.queues().locked().size());
      ticker.advance(LONGEST_PAUSE);
    }
  }

  @Test
  void what_the_broker_cancelled_is_consumed_again_also_when_it_does_not_answer_the_farewell()
      throws Exception {
    BlockingQueue<Runnable> begun = new LinkedBlockingQueue<>();
    consumers.add((_, again) -> begun.add(again));
    Runnable cancelled = begun.poll(60, TimeUnit.SECONDS);
    assertNotNull(cancelled);
    broker.channels().answerLate(AMQP.Channel.Close.class);
    cancelled.run();
    assertNotNull(begun.poll(60, TimeUnit.SECONDS));
  }

  // Behind what is done when the connection is there.
  private void connected() throws Exception {
    assertTrue(consumers.add((_, _) -> {}).ready().get(60, TimeUnit.SECONDS));
    awaitWork();
    awaitWork();
  }

  private void awaitWork() throws Exception {
    assertTrue(consumers.link().done(() -> {}).get(60, TimeUnit.SECONDS));
  }
}
