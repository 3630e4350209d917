package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.perennial.config.Config;
import dev.perennial.schedule.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A broker that thinks that the queue of replies still belongs to a connection that was lost.
final class ReplyQueueTest {

  private ScriptedBroker broker;
  private Consumers consumers;
  private ReplyQueue replies;

  @BeforeEach
  void connect() throws IOException {
    broker = new ScriptedBroker();
    RabbitOptions options = Config.of(RabbitOptions.class).build();
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

  private String name() throws InterruptedException {
    return replies.name(Deadline.after(Duration.ofMinutes(1)), "test");
  }
}
