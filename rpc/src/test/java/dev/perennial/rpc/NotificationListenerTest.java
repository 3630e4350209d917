package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.schedule.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.StringNode;

@Timeout(60)
final class NotificationListenerTest {

  private static final Target TOPIC = Target.of("notifications");
  private static final Delivery DELIVERY =
      new Delivery(Deadline.never(), Optional.empty(), false, OptionalInt.empty());

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final List<NotificationListener> listeners = new ArrayList<>();
  private final Transport transport =
      Transport.open(
          TransportUrl.parse("memory://" + UUID.randomUUID()),
          Config.forTesting(RpcOptions.class).build());

  @AfterEach
  void close() {
    listeners.forEach(NotificationListener::stop);
    transport.close();
  }

  @Test
  void one_whose_endpoint_was_cut_off_is_delivered_again() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    NotificationListener first =
        start(
            builder(notification -> {
              begun.countDown();
              new CountDownLatch(1).await();
            }));
    tell("kept");
    begun.await();
    first.stop();
    assertTrue(first.awaitStopped(Deadline.after(Duration.ofMinutes(1))));
    start(builder(this::hear));
    assertEquals("kept", next());
  }

  @Test
  void an_error_or_a_context_that_cannot_be_read_costs_no_place_of_the_window() throws Exception {
    AtomicInteger contexts = new AtomicInteger();
    Serializer picky = new Unreadable(contexts);
    start(
        builder(
                notification -> {
                  if (notification.eventType().equals("broken")) {
                    throw new NoClassDefFoundError("Gone");
                  }
                  hear(notification);
                })
            .serializer(picky)
            .window(1));
    tell("broken");
    tell("unreadable");
    tell("well");
    assertEquals("well", next());
    assertEquals(3, contexts.get());
  }

  @Test
  void a_failed_one_is_done_for_the_others_too_unless_it_may_come_again() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    NotificationListener.Builder twice =
        NotificationListener.builder(transport, List.of(TOPIC))
            .endpoint(
                Set.of(Priority.INFO),
                NotificationFilter.ALL,
                (_, _) -> {
                  if (attempts.incrementAndGet() == 1) {
                    throw new IllegalStateException("not now");
                  }
                  return NotificationEndpoint.Verdict.HANDLED;
                })
            .endpoint(Set.of(Priority.INFO), NotificationFilter.ALL, handling(this::hear));
    start(twice);
    tell("once");
    assertEquals("once", next());
    assertEquals(1, attempts.get());
    listeners.getFirst().drain(Deadline.never()); // until it is done with
    listeners.getFirst().stop();
    attempts.set(0);
    start(twice.allowRequeue());
    tell("again");
    assertEquals("again", next());
    assertEquals(2, attempts.get());
  }

  @Test
  void a_window_without_room_is_refused() {
    NotificationListener.Builder builder = NotificationListener.builder(transport, List.of(TOPIC));
    assertThrows(IllegalArgumentException.class, () -> builder.window(0));
  }

  @Test
  void a_stop_ends_a_start_that_waits_for_its_broker() throws Exception {
    BrokerToCome broker = new BrokerToCome();
    CountDownLatch waiting = new CountDownLatch(1);
    broker.whenListening(() -> {
      waiting.countDown();
      new CountDownLatch(1).await();
    });
    NotificationListener listener = listener(broker);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      assertThrows(RpcInterruptedException.class, listener::start);
      interrupted.complete(Thread.currentThread().isInterrupted());
    });
    waiting.await();
    listener.start(); // another thread has it begin
    listener.stop();
    assertFalse(interrupted.get());
    broker.whenListening(() -> {});
    listener.start();
    listener.start();
    listener.stop();
    assertEquals(1, broker.closed());
  }

  // What is given back would come again at once, as long as the subscription lasts.
  @Test
  void what_comes_while_it_is_stopped_is_left_to_the_end_of_the_subscription() {
    List<String> answers = new ArrayList<>();
    BrokerToCome broker = new BrokerToCome();
    broker.deliverLast(new Told(notification("late"), answers));
    NotificationListener listener = listener(broker);
    listener.start();
    listener.stop();
    assertEquals(1, broker.closed());
    assertEquals(List.of(), answers);
  }

  /// Writes down what its broker is told.
  private record Told(Notification notification, List<String> answers)
      implements IncomingNotification {

    @Override
    public void accept() {
      answers.add("accepted");
    }

    @Override
    public void requeue() {
      answers.add("given back");
    }
  }

  private NotificationListener listener(BrokerToCome broker) {
    return NotificationListener.builder(broker.transport(), List.of(TOPIC))
        .endpoint(Set.of(Priority.INFO), NotificationFilter.ALL, handling(this::hear))
        .build();
  }

  private interface Look {
    void at(Notification notification) throws Exception;
  }

  private static NotificationEndpoint handling(Look look) {
    return (_, notification) -> {
      look.at(notification);
      return NotificationEndpoint.Verdict.HANDLED;
    };
  }

  private NotificationListener.Builder builder(Look look) {
    return NotificationListener.builder(transport, List.of(TOPIC))
        .endpoint(Set.of(Priority.INFO), NotificationFilter.ALL, handling(look));
  }

  private NotificationListener start(NotificationListener.Builder builder) {
    NotificationListener listener = builder.build();
    listener.start();
    listeners.add(listener);
    return listener;
  }

  private void hear(Notification notification) {
    heard.add(notification.eventType());
  }

  private void tell(String event) throws InterruptedException {
    transport.notify(TOPIC, notification(event), true, DELIVERY);
  }

  private static Notification notification(String event) {
    return new Notification(
        UUID.randomUUID().toString(),
        "vnfm.one",
        event,
        Priority.INFO,
        IntNode.valueOf(1),
        "2026-11-22 01:02:03.456789",
        Map.of("event", StringNode.valueOf(event)));
  }

  private String next() throws InterruptedException {
    return Optional.ofNullable(heard.poll(60, TimeUnit.SECONDS)).orElseThrow();
  }

  /// Cannot read the context of the event `unreadable`.
  private record Unreadable(AtomicInteger asked) implements StandardSerializer {

    @Override
    public RpcContext deserializeContext(Map<String, JsonNode> sent) {
      asked.incrementAndGet();
      if (sent.containsValue(StringNode.valueOf("unreadable"))) {
        throw new IllegalArgumentException("no context");
      }
      return StandardSerializer.super.deserializeContext(sent);
    }
  }
}
