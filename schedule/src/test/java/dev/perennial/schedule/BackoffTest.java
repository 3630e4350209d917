package dev.perennial.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static Backoff plain(Duration first, Duration cap) {
    return new Backoff(first, cap, 0, new Random(1));
  }

  @Test
  void the_first_failure_is_retried_at_once_and_later_ones_wait_twice_as_long_up_to_the_cap() {
    Backoff backoff = plain(SECOND, Duration.ofSeconds(10));
    List<Long> seconds = Stream.generate(backoff::next).limit(7).map(Duration::toSeconds).toList();
    assertEquals(List.of(0L, 1L, 2L, 4L, 8L, 10L, 10L), seconds);
    assertEquals(7, backoff.failures());
  }

  @Test
  void a_reset_forgets_all_failures() {
    Backoff backoff = plain(SECOND, Duration.ofSeconds(10));
    backoff.next();
    backoff.next();
    backoff.next();
    backoff.reset();
    assertEquals(0, backoff.failures());
    assertEquals(Duration.ZERO, backoff.next());
    assertEquals(SECOND, backoff.next());
  }

  @Test
  void jitter_spreads_each_delay_within_its_bounds() {
    Backoff backoff = new Backoff(SECOND, SECOND, 0.2, new Random(42));
    assertEquals(Duration.ZERO, backoff.next());
    List<Duration> delays = Stream.generate(backoff::next).limit(1000).toList();
    assertTrue(delays.stream().allMatch(d -> d.toMillis() >= 800 && d.toMillis() <= 1200));
    assertTrue(delays.stream().anyMatch(d -> d.toMillis() < 850));
    assertTrue(delays.stream().anyMatch(d -> d.toMillis() > 1150));
  }

  @Test
  void many_failures_stay_at_the_cap() {
    Backoff backoff = plain(Duration.ofMillis(1), Duration.ofSeconds(60));
    Stream.generate(backoff::next).limit(100_000).forEach(_ -> {});
    assertEquals(Duration.ofSeconds(60), backoff.next());
  }

  @Test
  void the_smallest_first_delay_reaches_a_cap_of_a_century() {
    Duration cap = Duration.ofDays(36_500);
    Backoff backoff = plain(Duration.ofNanos(1), cap);
    Stream.generate(backoff::next).limit(80).forEach(_ -> {});
    assertEquals(cap, backoff.next());
  }

  @Test
  void the_first_delay_may_be_the_cap() {
    Backoff backoff = plain(SECOND, SECOND);
    backoff.next();
    assertEquals(SECOND, backoff.next());
    assertEquals(SECOND, backoff.next());
  }

  @Test
  void impossible_delays_and_jitters_are_refused() {
    assertThrows(IllegalArgumentException.class, () -> plain(Duration.ZERO, SECOND));
    assertThrows(IllegalArgumentException.class, () -> plain(SECOND.negated(), SECOND));
    assertThrows(IllegalArgumentException.class, () -> plain(SECOND, SECOND.minusNanos(1)));
    for (double jitter : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new Backoff(SECOND, SECOND, jitter, new Random(1)),
          () -> "jitter " + jitter);
    }
  }
}
