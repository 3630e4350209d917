package dev.perennial.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private final SettableTicker ticker = new SettableTicker();

  @Test
  void what_remains_shrinks_with_the_time_and_ends_at_zero() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(10), ticker);
    assertEquals(Duration.ofSeconds(10), deadline.remaining());
    ticker.advance(Duration.ofSeconds(4));
    assertEquals(Duration.ofSeconds(6), deadline.remaining());
    ticker.advance(Duration.ofSeconds(60));
    assertEquals(Duration.ZERO, deadline.remaining());
  }

  @Test
  void it_passes_at_its_moment_and_not_before() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(10), ticker);
    ticker.advance(Duration.ofSeconds(10).minusNanos(1));
    assertFalse(deadline.passed());
    ticker.advance(Duration.ofNanos(1));
    assertTrue(deadline.passed());
    ticker.advance(Duration.ofDays(1));
    assertTrue(deadline.passed());
  }

  @Test
  void a_length_of_zero_or_less_has_passed_already() {
    for (Duration length :
        new Duration[] {
          Duration.ZERO,
          Duration.ofNanos(-1),
          Duration.ofSeconds(-5),
          Duration.ofSeconds(Long.MIN_VALUE)
        }) {
      Deadline deadline = Deadline.after(length, ticker);
      assertTrue(deadline.passed(), length.toString());
      assertEquals(Duration.ZERO, deadline.remaining(), length.toString());
    }
  }

  @Test
  void never_does_not_pass_and_can_be_waited_for() {
    Deadline never = Deadline.never();
    assertFalse(never.passed());
    assertFalse(never.bounded());
    assertEquals(Long.MAX_VALUE, never.remaining().toNanos());
    assertSame(never, never.plus(Duration.ofSeconds(1)));
    assertEquals("no deadline", never.toString());
  }

  @Test
  void the_longest_length_can_be_waited_for_too() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(Long.MAX_VALUE), ticker);
    ticker.advance(Duration.ofDays(1));
    assertTrue(deadline.remaining().toNanos() > 0);
    assertFalse(deadline.plus(Duration.ofSeconds(Long.MAX_VALUE)).passed());
  }

  @Test
  void plus_is_added_to_what_remains() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(10), ticker);
    ticker.advance(Duration.ofSeconds(4));
    assertEquals(Duration.ofSeconds(7), deadline.plus(Duration.ofSeconds(1)).remaining());
    ticker.advance(Duration.ofSeconds(60));
    Deadline late = deadline.plus(Duration.ofSeconds(1));
    assertEquals(Duration.ofSeconds(1), late.remaining());
    assertTrue(late.bounded());
  }

  @Test
  void or_earlier_is_never_later_than_either() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(10), ticker);
    assertSame(deadline, deadline.orEarlier(Duration.ofSeconds(10)));
    assertSame(deadline, deadline.orEarlier(Duration.ofDays(1)));
    Deadline earlier = deadline.orEarlier(Duration.ofSeconds(3));
    assertEquals(Duration.ofSeconds(3), earlier.remaining());
    ticker.advance(Duration.ofSeconds(3));
    assertTrue(earlier.passed());
    assertFalse(deadline.passed());
    assertTrue(Deadline.never().orEarlier(Duration.ofMinutes(1)).bounded());
    assertTrue(Deadline.never().orEarlier(Duration.ZERO).passed());
  }

  @Test
  void it_tells_what_is_left() {
    assertEquals("deadline in 1500 ms", Deadline.after(Duration.ofMillis(1500), ticker).toString());
  }

  @Test
  void the_clock_may_run_over_its_own_end() {
    long[] now = {Long.MAX_VALUE - 1};
    Deadline deadline = Deadline.after(Duration.ofNanos(10), () -> now[0]);
    now[0] += 5;
    assertEquals(Duration.ofNanos(5), deadline.remaining());
    now[0] += 5;
    assertTrue(deadline.passed());
  }
}
