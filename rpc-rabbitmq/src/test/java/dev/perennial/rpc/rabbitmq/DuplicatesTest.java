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
  void a_request_that_was_taken_is_recognised() {
    assertFalse(duplicates.contains("a"));
    duplicates.add("a");
    duplicates.add("b");
    assertTrue(duplicates.contains("a"));
    assertFalse(duplicates.contains("c"));
  }

  @Test
  void it_is_recognised_after_thousands_of_others() {
    duplicates.add("a");
    for (int i = 0; i < 40_000; i++) {
      duplicates.add("other " + i);
    }
    assertTrue(duplicates.contains("a"));
  }

  @Test
  void ids_are_forgotten_after_some_minutes() {
    duplicates.add("a");
    now.addAndGet(Duration.ofMinutes(9).toNanos());
    assertTrue(duplicates.contains("a"));
    now.addAndGet(Duration.ofMinutes(2).toNanos());
    assertFalse(duplicates.contains("a"));
  }

  @Test
  void so_many_are_kept_and_no_more() {
    for (int i = 0; i < 60_000; i++) {
      duplicates.add("id " + i);
    }
    assertFalse(duplicates.contains("id 0"));
    assertTrue(duplicates.contains("id 59999"));
  }
}
