package dev.perennial.rpc;

import static dev.perennial.rpc.NotificationEndpoint.Verdict.HANDLED;
import static dev.perennial.rpc.NotificationEndpoint.Verdict.REQUEUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.schedule.Deadline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every transport has to do with notifications.
abstract class NotificationContract extends BothEndsContract {

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @ParameterizedTest
  @ValueSource(strings = {"messaging", "messagingv2"})
  void a_notification_waits_for_a_listener_with_or_without_its_envelope(String driver)
      throws Exception {
    Notifier notifier = notifier(driver).withContextKeys("user_id");
    RpcContext.of(Map.of("user_id", "ann"))
        .call(() -> {
          notifier.error("vnf.broken", Map.of("id", 7));
          return true;
        });
    start(
        builder()
            .endpoint(
                Set.of(Priority.ERROR),
                NotificationFilter.ALL,
                (context, notification) -> {
                  heard.add(
                      notification.publisherId()
                          + " "
                          + notification.eventType()
                          + " "
                          + notification.payload().path("id").asInt()
                          + " "
                          + context.userId().orElse("nobody"));
                  return HANDLED;
                }));
    assertEquals("vnfm.one vnf.broken 7 ann", next());
  }

  @Test
  void a_listener_gets_the_priorities_and_what_its_filters_let_pass() throws Exception {
    NotificationFilter filter =
        NotificationFilter.ofEvent("vnf\\.")
            .withContext("user_id", "an")
            .withPayload("state", "active$")
            .withMetadata("timestamp", "2");
    NotificationListener listener =
        start(builder().endpoint(Set.of(Priority.INFO), filter, this::hear));
    Notifier notifier = notifier("messagingv2").withContextKeys("user_id");
    RpcContext.of(Map.of("user_id", "ann"))
        .call(() -> {
          notifier.error("vnf.warned", Map.of("state", "active"));
          notifier.info("ns.create", Map.of("state", "active"));
          notifier.info("vnf.begun", Map.of("state", "active soon"));
          notifier.info("vnf.counted", Map.of("state", 1));
          notifier.info("vnf.text", "active");
          notifier.info("vnf.create", Map.of("state", "active"));
          return true;
        });
    assertEquals("vnf.create", next());
    // The others came before it, and have their own threads.
    listener.drain(Deadline.after(PATIENCE));
    assertTrue(heard.isEmpty());
  }

  @Test
  void every_pool_gets_each_notification_once() throws Exception {
    start(builder().pool(topic + "_audit").endpoint(infos(), NotificationFilter.ALL, as("audit")));
    start(builder().pool(topic + "_audit").endpoint(infos(), NotificationFilter.ALL, as("audit")));
    start(builder().pool(topic + "_bills").endpoint(infos(), NotificationFilter.ALL, as("bills")));
    start(builder().endpoint(infos(), NotificationFilter.ALL, as("topic")));
    notifier("messagingv2").info("one", "");
    notifier("messagingv2").info("two", "");
    Set<String> all = new TreeSet<>();
    for (int i = 0; i < 6; i++) {
      all.add(next());
    }
    assertEquals(
        Set.of("audit one", "audit two", "bills one", "bills two", "topic one", "topic two"), all);
    assertTrue(heard.isEmpty());
  }

  @Test
  void one_that_is_put_back_comes_again_where_that_is_allowed() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    NotificationEndpoint second =
        (context, notification) ->
            looks.incrementAndGet() == 1 ? REQUEUE : hear(context, notification);
    NotificationListener strict =
        start(builder().endpoint(infos(), NotificationFilter.ALL, second));
    notifier("messagingv2").info("once", "");
    awaitTrue(() -> looks.get() == 1);
    strict.drain(Deadline.after(PATIENCE));
    strict.stop();
    looks.set(0);
    start(builder().allowRequeue().endpoint(infos(), NotificationFilter.ALL, second));
    notifier("messagingv2").info("again", "");
    assertEquals("again", next());
    assertEquals(2, looks.get());
  }

  @Test
  void one_whose_listener_was_stopped_goes_to_the_next_listener() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    NotificationListener first =
        start(
            builder()
                .endpoint(
                    infos(),
                    NotificationFilter.ALL,
                    (_, _) -> {
                      begun.countDown();
                      new CountDownLatch(1).await();
                      return HANDLED;
                    }));
    notifier("messagingv2").info("kept", "");
    begun.await();
    first.stop();
    assertTrue(first.awaitStopped(Deadline.after(PATIENCE)));
    start(builder().endpoint(infos(), NotificationFilter.ALL, this::hear));
    assertEquals("kept", next());
  }

  @Test
  void no_more_are_worked_on_at_a_time_than_the_window_has_places_whatever_their_queues()
      throws Exception {
    Notifier notifier = notifier("messagingv2");
    for (int i = 0; i < 3; i++) {
      notifier.info("info " + i, "");
      notifier.notify(Priority.WARN, "warn " + i, "");
      notifier.error("error " + i, "");
    }
    AtomicInteger working = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Semaphore mayEnd = new Semaphore(0);
    NotificationEndpoint slow =
        (context, notification) -> {
          most.accumulateAndGet(working.incrementAndGet(), Math::max);
          hear(context, notification);
          mayEnd.acquire();
          working.decrementAndGet();
          return HANDLED;
        };
    start(
        builder()
            .window(2)
            .endpoint(
                Set.of(Priority.INFO, Priority.WARN, Priority.ERROR),
                NotificationFilter.ALL,
                slow));
    Set<String> all = new TreeSet<>(Set.of(next(), next()));
    for (int i = 0; i < 7; i++) {
      mayEnd.release();
      all.add(next());
    }
    mayEnd.release(2);
    assertEquals(9, all.size(), all::toString);
    assertEquals(2, most.get());
  }

  private static Set<Priority> infos() {
    return Set.of(Priority.INFO);
  }

  private NotificationEndpoint.Verdict hear(RpcContext context, Notification notification) {
    heard.add(notification.eventType());
    return HANDLED;
  }

  private NotificationEndpoint as(String name) {
    return (_, notification) -> {
      heard.add(name + " " + notification.eventType());
      return HANDLED;
    };
  }

  private NotificationListener.Builder builder() throws Exception {
    return NotificationListener.builder(another(), List.of(target()));
  }

  private NotificationListener start(NotificationListener.Builder builder) {
    NotificationListener listener = builder.build();
    listener.start();
    opened.add(listener::stop);
    return listener;
  }

  private Notifier notifier(String driver) {
    Config config =
        Config.forTesting(NotificationOptions.class)
            .set("oslo_messaging_notifications", "driver", driver)
            .set("oslo_messaging_notifications", "topics", topic)
            .build();
    return Notifier.create(transport, config, "vnfm.one");
  }

  private String next() throws InterruptedException {
    return Optional.ofNullable(heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).orElseThrow();
  }
}
