package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

final class ReplyWaitersTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final ReplyWaiters waiters = new ReplyWaiters();

  @Test
  void the_first_final_reply_counts_and_others_are_late() throws Exception {
    try (ReplyWaiters.Waiter waiter = waiters.open("a")) {
      assertTrue(waiters.deliver("a", result(1)));
      assertFalse(waiters.deliver("a", result(2)));
      assertEquals(result(1), waiter.await(delivery(Optional.empty()), () -> "the call"));
    }
    assertFalse(waiters.deliver("a", result(3)));
    assertEquals(0, waiters.waiting());
  }

  @Test
  void a_reply_to_nobody_is_late() {
    assertFalse(waiters.deliver("unknown", result(1)));
  }

  @Test
  void a_sign_of_life_is_no_reply() throws Exception {
    try (ReplyWaiters.Waiter waiter = waiters.open("a")) {
      assertTrue(waiters.deliver("a", new Reply.Heartbeat()));
      assertTrue(waiters.deliver("a", result(1)));
      assertEquals(result(1), waiter.await(delivery(Optional.of(HOUR)), () -> "the call"));
    }
  }

  @Test
  void a_caller_that_hears_no_sign_of_life_gives_up_long_before_its_timeout() {
    try (ReplyWaiters.Waiter waiter = waiters.open("a")) {
      Delivery delivery = delivery(Optional.of(Duration.ofMillis(20)));
      String text =
          assertThrows(RpcTimeoutException.class, () -> waiter.await(delivery, () -> "the call"))
              .getMessage();
      assertTrue(text.startsWith("no sign of life"), text);
    }
  }

  @Test
  void all_who_wait_can_be_told_of_a_failure() {
    try (ReplyWaiters.Waiter waiter = waiters.open("a")) {
      waiters.failAll(new DeliveryException("lost"));
      assertThrows(
          DeliveryException.class,
          () -> waiter.await(delivery(Optional.empty()), () -> "the call"));
    }
  }

  private static Reply result(int value) {
    return new Reply.Result(JsonNodeFactory.instance.numberNode(value));
  }

  private static Delivery delivery(Optional<Duration> monitor) {
    return new Delivery(Deadline.after(HOUR), monitor, true, OptionalInt.empty());
  }
}
