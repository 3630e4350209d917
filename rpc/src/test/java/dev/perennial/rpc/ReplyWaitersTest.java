package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
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
  void a_reply_that_comes_while_the_time_is_found_to_be_over_counts() throws Exception {
    try (ReplyWaiters.Waiter waiter = waiters.open("a")) {
      AtomicInteger looks = new AtomicInteger();
      // Made, asked how long to wait, asked whether it has passed: then the reply is there.
      Deadline deadline =
          Deadline.after(
              Duration.ofMillis(1),
              () -> {
                int look = looks.incrementAndGet();
                if (look == 3) {
                  assertTrue(waiters.deliver("a", result(1)));
                }
                return look < 3 ? 0 : HOUR.toNanos();
              });
      Delivery delivery = new Delivery(deadline, Optional.empty(), true, OptionalInt.empty());
      assertEquals(result(1), waiter.await(delivery, () -> "the call"));
    }
  }

  @Test
  void a_reply_after_the_time_is_late_also_before_its_caller_has_gone() {
    try (ReplyWaiters.Waiter waiter = waiters.open("a")) {
      Delivery delivery =
          new Delivery(Deadline.after(Duration.ZERO), Optional.empty(), true, OptionalInt.empty());
      assertThrows(RpcTimeoutException.class, () -> waiter.await(delivery, () -> "the call"));
      assertFalse(waiters.deliver("a", result(1)));
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
