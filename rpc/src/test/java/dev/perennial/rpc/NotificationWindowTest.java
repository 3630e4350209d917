package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.schedule.SettableTicker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.IntNode;

final class NotificationWindowTest {

  private final SettableTicker time = new SettableTicker();
  private final List<String> events = new ArrayList<>();
  // Threads that have been started and not run.
  private final Deque<Runnable> started = new ArrayDeque<>();
  private Consumer<Runnable> threads = started::add;
  private final NotificationWindow window =
      new NotificationWindow(
          2,
          incoming -> events.add("handled " + incoming.notification().eventType()),
          body -> threads.accept(body),
          time.timers());

  @Test
  void what_finds_no_place_waits_until_one_is_left() {
    window.open();
    offer("a", "b", "c", "d");
    assertEquals(2, started.size());
    started.remove().run();
    assertEquals(2, started.size());
    started.remove().run();
    started.remove().run();
    started.remove().run();
    assertEquals(List.of("handled a", "handled b", "handled c", "handled d"), events);
    assertEquals(0, started.size());
  }

  @Test
  void a_thread_that_cannot_be_started_gives_the_place_back_and_the_notification_after_a_pause() {
    window.open();
    threads = NotificationWindowTest::fail;
    offer("a", "b", "c");
    threads = started::add;
    offer("d", "e", "f");
    assertEquals(2, started.size());
    assertEquals(List.of(), events);
    time.advance(Duration.ofSeconds(1));
    assertEquals(List.of("given back a", "given back b", "given back c"), events);
  }

  @Test
  void one_that_is_worked_on_although_its_thread_was_not_started_is_not_given_back() {
    window.open();
    threads =
        body -> {
          body.run();
          fail(body);
        };
    offer("a");
    time.advance(Duration.ofSeconds(1));
    assertEquals(List.of("handled a"), events);
  }

  @Test
  void what_waits_goes_back_when_the_consumer_has_gone_and_so_does_what_still_comes() {
    window.open();
    offer("a", "b", "c");
    window.leave();
    offer("d");
    assertEquals(List.of("given back c", "given back d"), events);
    started.remove().run();
    assertEquals(1, started.size());
  }

  @Test
  void what_waits_is_left_to_the_end_of_the_subscription_when_it_is_closed() {
    window.open();
    offer("a", "b", "c");
    window.close();
    window.leave();
    offer("d");
    started.remove().run();
    assertEquals(List.of("handled a"), events);
    assertEquals(1, started.size());
  }

  private void offer(String... types) {
    for (String type : types) {
      window.offer(new Offered(type, events));
    }
  }

  private static void fail(Runnable body) {
    throw new OutOfMemoryError("unable to create native thread for " + body.hashCode());
  }

  /// Writes down what becomes of it.
  private record Offered(String type, List<String> events) implements IncomingNotification {

    @Override
    public Notification notification() {
      return new Notification(
          type, "one", type, Priority.INFO, IntNode.valueOf(1), "2026-11-22", Map.of());
    }

    @Override
    public void accept() {
      events.add("accepted " + type);
    }

    @Override
    public void requeue() {
      events.add("given back " + type);
    }
  }
}
