package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.rpc.Delivery;
import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.RpcException;
import dev.perennial.schedule.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A broker that has the queue of a notification in another shape.
final class RefusedDeclarationsTest {

  private static final String OTHERWISE = "notifications.info";
  private static final String STUCK = "stuck";

  private ScriptedBroker broker;
  private Publisher publisher;

  @BeforeEach
  void connect() throws IOException {
    broker = new ScriptedBroker();
    broker.withholdConfirms(STUCK);
    broker.queues().haveInAnotherShape(OTHERWISE);
    RabbitOptions options =
        Config.of(RabbitOptions.class).set("amqp_durable_queues", "true").build();
    publisher = new Publisher(broker.connector(options), options, new Topology(options));
  }

  @AfterEach
  void close() throws IOException {
    publisher.close();
    broker.close();
  }

  @Test
  void a_refusal_is_told_to_those_who_need_the_queue_and_concerns_nobody_else() throws Exception {
    CompletableFuture<Optional<RpcException>> other = sent(Publication.Declare.EXCHANGE, STUCK);
    broker.nextPublished();
    for (int attempt = 0; attempt < 2; attempt++) {
      RpcException told =
          sent(Publication.Declare.NOTIFICATION_QUEUE, OTHERWISE)
              .get(60, TimeUnit.SECONDS)
              .orElseThrow();
      assertInstanceOf(DeliveryException.class, told);
      assertTrue(told.getMessage().contains("in another shape"), told.getMessage());
    }
    assertFalse(other.isDone());
    broker.confirmWithheld();
    assertEquals(Optional.empty(), other.get(60, TimeUnit.SECONDS));
  }

  private CompletableFuture<Optional<RpcException>> sent(Publication.Declare declare, String key) {
    CompletableFuture<Optional<RpcException>> ended = new CompletableFuture<>();
    Publication.Route route = new Publication.Route("exchange", key, declare, false);
    Deadline deadline = Deadline.after(Duration.ofHours(1));
    Delivery delivery = new Delivery(deadline, Optional.empty(), false, OptionalInt.empty());
    Publication message = new Publication(route, new byte[] {1}, Topology.newId(), delivery);
    message.whenEnded(ended::complete);
    publisher.send(message);
    return ended;
  }
}
