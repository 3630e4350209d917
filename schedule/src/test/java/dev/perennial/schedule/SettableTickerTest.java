package dev.perennial.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.recorded.LogRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SettableTickerTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SettableTicker ticker = new SettableTicker();
  private final Timers timers = ticker.timers();
  private final List<String> events = new ArrayList<>();

  private void note(String what) {
    events.add(what + " at " + ticker.nanoTime() / 1_000_000);
  }

  @Test
  void timers_run_at_their_exact_moments_in_their_order() {
    timers.after(Duration.ofMillis(1500), () -> note("c"));
    timers.after(Duration.ofMillis(250), () -> note("a"));
    timers.after(Duration.ofMillis(250), () -> note("b"));
    ticker.advance(SECOND);
    assertEquals(List.of("a at 250", "b at 250"), events);
    ticker.advance(SECOND);
    assertEquals(List.of("a at 250", "b at 250", "c at 1500"), events);
    assertEquals(Duration.ofSeconds(2).toNanos(), ticker.nanoTime());
  }

  @Test
  void what_is_due_now_waits_for_the_next_advance() {
    timers.after(Duration.ZERO, () -> note("now"));
    assertEquals(List.of(), events);
    ticker.advance(Duration.ZERO);
    assertEquals(List.of("now at 0"), events);
  }

  @Test
  void a_timer_that_a_timer_adds_runs_within_the_same_advance() {
    timers.after(SECOND, () -> timers.after(SECOND, () -> note("second")));
    ticker.advance(Duration.ofSeconds(3));
    assertEquals(List.of("second at 2000"), events);
  }

  @Test
  void a_run_that_advances_the_time_takes_so_long_and_others_run_within_it() {
    timers.after(
        SECOND,
        () -> {
          note("begins");
          ticker.advance(Duration.ofSeconds(5));
          note("ends");
        });
    timers.after(Duration.ofSeconds(2), () -> note("other"));
    ticker.advance(Duration.ofSeconds(3));
    assertEquals(List.of("begins at 1000", "other at 2000", "ends at 6000"), events);
    assertEquals(Duration.ofSeconds(6).toNanos(), ticker.nanoTime());
  }

  @Test
  void a_cancelled_timer_does_not_run() {
    Timer timeout = timers.after(SECOND, () -> note("never"));
    assertEquals(1, ticker.waiting());
    assertTrue(timeout.cancel());
    assertFalse(timeout.cancel());
    assertEquals(0, ticker.waiting());
    ticker.advance(Duration.ofDays(1));
    assertEquals(List.of(), events);
  }

  @Test
  void a_timer_that_has_run_cannot_be_cancelled() {
    Timer timeout = timers.after(SECOND, () -> {});
    ticker.advance(SECOND);
    assertFalse(timeout.cancel());
  }

  @Test
  void a_day_of_minutes_passes() {
    AtomicInteger sweeps = new AtomicInteger();
    LoopingCall.fixedInterval("sweep", Duration.ofMinutes(1), _ -> sweeps.incrementAndGet())
        .start(timers);
    ticker.advance(Duration.ofDays(1));
    assertEquals(24 * 60 + 1, sweeps.get());
  }

  @Test
  void the_failure_of_a_timer_is_logged_and_the_others_run() {
    timers.after(
        SECOND,
        () -> {
          throw new IllegalStateException("timer broke at noon");
        });
    timers.after(SECOND, () -> note("next"));
    ticker.advance(SECOND);
    assertEquals(List.of("next at 1000"), events);
    assertEquals(1, LogRecorder.count("timer broke at noon"));
  }

  @Test
  void a_thread_that_sleeps_wakes_when_the_time_has_come() throws InterruptedException {
    Thread sleeper = Thread.ofVirtual().start(() -> sleep(Duration.ofHours(1)));
    ticker.awaitSleeping(1);
    ticker.advance(Duration.ofMinutes(59));
    // What wakes a thread is taken out in the advance; the thread itself ends in its own time.
    assertEquals(1, ticker.waiting());
    ticker.advance(Duration.ofMinutes(1));
    sleeper.join();
    assertEquals(0, ticker.waiting());
  }

  @Test
  void a_sleep_ends_by_an_interrupt_and_leaves_nothing_behind() throws InterruptedException {
    Thread sleeper = Thread.ofVirtual().start(() -> sleep(Duration.ofHours(1)));
    ticker.awaitSleeping(1);
    sleeper.interrupt();
    sleeper.join();
    assertEquals(0, ticker.waiting());
    assertEquals(List.of("interrupted at 0"), events);
  }

  @Test
  void a_sleep_of_no_length_does_not_wait() throws InterruptedException {
    timers.sleep(Duration.ZERO);
    timers.sleep(Duration.ofSeconds(-1));
    SettableTicker.movedBySleeping().timers().sleep(Duration.ofSeconds(-1));
  }

  @Test
  void sleeping_may_move_the_time() throws InterruptedException {
    SettableTicker moved = SettableTicker.movedBySleeping();
    moved.timers().sleep(SECOND);
    assertEquals(SECOND.toNanos(), moved.nanoTime());
  }

  @Test
  void sleeping_that_moves_the_time_is_interrupted_like_any_other() {
    SettableTicker moved = SettableTicker.movedBySleeping();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> moved.timers().sleep(SECOND));
    assertFalse(Thread.currentThread().isInterrupted());
    assertEquals(0, moved.nanoTime());
  }

  @Test
  void sleeping_for_ever_moves_the_time_as_far_as_any_other_sleep() throws InterruptedException {
    SettableTicker moved = SettableTicker.movedBySleeping();
    moved.timers().sleep(Duration.ofSeconds(Long.MAX_VALUE));
    assertTrue(moved.nanoTime() > Duration.ofDays(365 * 70).toNanos());
  }

  @Test
  void deadlines_are_on_the_same_clock() {
    Deadline deadline = timers.deadline(SECOND);
    assertFalse(deadline.passed());
    ticker.advance(SECOND);
    assertTrue(deadline.passed());
  }

  @Test
  void it_never_goes_back() {
    ticker.advance(SECOND);
    assertThrows(IllegalArgumentException.class, () -> ticker.advance(Duration.ofNanos(-1)));
    assertEquals(1_000_000_000, ticker.nanoTime());
  }

  private void sleep(Duration length) {
    try {
      timers.sleep(length);
    } catch (InterruptedException stopped) {
      note("interrupted");
    }
  }
}
