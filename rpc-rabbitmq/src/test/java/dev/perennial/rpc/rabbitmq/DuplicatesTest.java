package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class DuplicatesTest {

  private final AtomicLong now = new AtomicLong();
  private final Duplicates duplicates = new Duplicates(now::get);

  @Test
  void a_request_that_comes_again_is_recognised() {
    assertTrue(duplicates.first("a"));
    assertTrue(duplicates.first("b"));
    assertFalse(duplicates.first("a"));
  }

  @Test
  void it_is_recognised_after_thousands_of_others() {
    duplicates.first("a");
    for (int i = 0; i < 40_000; i++) {
      duplicates.first("other " + i);
    }
    assertFalse(duplicates.first("a"));
  }

  @Test
  void a_request_that_was_given_back_may_come_again() {
    duplicates.first("a");
    duplicates.forget("a");
    assertTrue(duplicates.first("a"));
  }

  @Test
  void ids_are_forgotten_after_some_minutes() {
    duplicates.first("a");
    now.addAndGet(Duration.ofMinutes(9).toNanos());
    assertFalse(duplicates.first("a"));
    now.addAndGet(Duration.ofMinutes(2).toNanos());
    assertTrue(duplicates.first("a"));
  }

  @Test
  void so_many_are_kept_and_no_more() {
    for (int i = 0; i < 60_000; i++) {
      duplicates.first("id " + i);
    }
    assertTrue(duplicates.first("id 0"));
    assertFalse(duplicates.first("id 59999"));
  }
}
