package dev.perennial.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perennial.recorded.LogRecorder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RetryTest {
  private static final Duration STEP = Duration.ofMillis(10);

  private final SettableTicker ticker = SettableTicker.movedBySleeping();
  private final Retry retry = Retry.on(IOException.class).timers(ticker.timers());
  private int calls;

  private long slept() {
    return ticker.nanoTime() / 1_000_000;
  }

  private String failing(int times, Exception failure) throws Exception {
    if (++calls <= times) {
      throw failure;
    }
    return "done";
  }

  @Test
  void a_success_needs_no_retry() throws Exception {
    assertEquals("done", retry.call(() -> failing(0, new IOException())));
    assertEquals(1, calls);
    assertEquals(0, slept());
  }

  @Test
  void expected_failures_are_retried_after_pauses_that_grow_by_a_step() throws Exception {
    Retry quick = retry.incSleepTime(STEP);
    assertEquals("done", quick.call(() -> failing(2, new FileNotFoundException())));
    assertEquals(3, calls);
    assertEquals(10 + 20, slept());
  }

  @Test
  void the_last_failure_comes_out_when_there_were_too_many() {
    IOException failure = new IOException("still down");
    assertSame(
        failure,
        assertThrows(IOException.class, () -> retry.maxRetries(2).call(() -> failing(9, failure))));
    assertEquals(3, calls);
    assertEquals(0, LogRecorder.count("ERROR retry"));
  }

  @Test
  void an_unexpected_failure_comes_out_at_once() {
    IllegalStateException failure = new IllegalStateException();
    assertSame(
        failure,
        assertThrows(IllegalStateException.class, () -> retry.call(() -> failing(9, failure))));
    assertEquals(1, calls);
  }

  @Test
  void without_expected_failures_every_failure_is_final() {
    assertThrows(IOException.class, () -> Retry.on().call(() -> failing(9, new IOException())));
    assertEquals(1, calls);
  }

  @Test
  void three_retries_with_a_step_of_two_seconds_wait_two_four_and_six_seconds() {
    Retry slow = retry.maxRetries(3).incSleepTime(Duration.ofSeconds(2));
    assertThrows(IOException.class, () -> slow.call(() -> failing(9, new IOException())));
    assertEquals((2 + 4 + 6) * 1000, slept());
  }

  @Test
  void the_pauses_are_ten_seconds_more_each_time_and_a_minute_at_most_unless_set() {
    assertThrows(
        IOException.class, () -> retry.maxRetries(7).call(() -> failing(9, new IOException())));
    assertEquals((10 + 20 + 30 + 40 + 50 + 60 + 60) * 1000, slept());
  }

  @Test
  void the_longest_pause_can_be_set() {
    Retry bounded = retry.maxRetries(3).maxSleepTime(Duration.ofSeconds(15));
    assertThrows(IOException.class, () -> bounded.call(() -> failing(9, new IOException())));
    assertEquals((10 + 15 + 15) * 1000, slept());
  }

  @Test
  void every_call_counts_for_itself() throws Exception {
    Retry few = retry.maxRetries(2).incSleepTime(STEP);
    assertThrows(IOException.class, () -> few.call(() -> failing(9, new IOException())));
    calls = 0;
    assertEquals("done", few.call(() -> failing(2, new IOException())));
    assertEquals(3, calls);
  }

  @Test
  void an_interrupt_ends_a_pause() throws Exception {
    SettableTicker still = new SettableTicker();
    CompletableFuture<Exception> outcome = new CompletableFuture<>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                retry.timers(still.timers()).call(() -> failing(9, new IOException()));
              } catch (Exception thrown) {
                outcome.complete(thrown);
              }
            });
    still.awaitSleeping(1);
    caller.interrupt();
    assertEquals(InterruptedException.class, outcome.get().getClass());
  }

  @Test
  void an_interrupt_ends_an_attempt_whatever_is_expected() {
    Retry all = Retry.on(Exception.class).timers(ticker.timers());
    assertThrows(
        InterruptedException.class, () -> all.call(() -> failing(9, new InterruptedException())));
    assertEquals(1, calls);
  }

  @Test
  void impossible_values_are_refused() {
    assertThrows(IllegalArgumentException.class, () -> retry.maxRetries(-1));
    assertThrows(IllegalArgumentException.class, () -> retry.incSleepTime(STEP.negated()));
    assertThrows(IllegalArgumentException.class, () -> retry.maxSleepTime(STEP.negated()));
  }
}
