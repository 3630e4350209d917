package dev.perennial.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.recorded.LogRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What all kinds have in common, and those at a fixed interval.
@Timeout(60)
class LoopingCallTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final SettableTicker ticker = new SettableTicker();
  private final Timers timers = ticker.timers();
  private final Runs runs = new Runs(ticker);

  private static Deadline now() {
    return Deadline.after(Duration.ZERO);
  }

  private static Throwable cause(LoopingCall<?> call) throws InterruptedException {
    return assertInstanceOf(Outcome.Failed.class, call.await(now())).cause();
  }

  private LoopingCall<Object> everySecond(LoopingCall.FixedBody<Object> body) {
    return LoopingCall.fixedInterval("every second", SECOND, body);
  }

  @Test
  void the_value_that_the_body_finishes_with_comes_out() throws InterruptedException {
    for (boolean value : new boolean[] {true, false}) {
      LoopingCall<Boolean> call =
          LoopingCall.fixedInterval("once", SECOND, self -> self.finish(value));
      call.start(timers);
      ticker.advance(HOUR);
      assertEquals(new Outcome.Finished<>(value), call.await(now()));
      assertFalse(call.isRunning());
    }
  }

  @Test
  void an_exception_ends_it_and_comes_out_and_is_logged() throws InterruptedException {
    RuntimeException failure = new RuntimeException("no such shelf");
    LoopingCall<Object> call =
        everySecond(_ -> {
          runs.note();
          throw failure;
        });
    call.start(timers);
    ticker.advance(HOUR);
    assertSame(failure, cause(call));
    assertSame(failure, cause(call));
    assertEquals(1, runs.count());
    assertEquals(1, LogRecorder.count("ERROR every second failed | " + failure));
  }

  @Test
  void whatever_is_thrown_ends_it_properly() throws InterruptedException {
    Error error = new AssertionError("not even an exception");
    LoopingCall<Object> call =
        everySecond(_ -> {
          throw error;
        });
    call.start(timers);
    ticker.advance(SECOND);
    assertSame(error, cause(call));
    assertFalse(call.isRunning());
  }

  @Test
  void it_goes_on_after_exceptions_if_told_so() throws InterruptedException {
    LoopingCall<Object> call =
        everySecond(
                self -> {
                  if (runs.note() <= 2) {
                    throw new IllegalStateException("fails twice");
                  }
                  self.finish(false);
                })
            .onException(OnException.CONTINUE);
    call.start(timers);
    ticker.advance(HOUR);
    assertEquals(new Outcome.Finished<>(false), call.await(now()));
    assertEquals(List.of(0L, 1000L, 2000L), runs.at());
    assertEquals(2, LogRecorder.count("fails twice"));
  }

  @Test
  void it_cannot_be_started_while_it_runs() {
    LoopingCall<Object> call = everySecond(_ -> runs.note());
    call.start(timers);
    String message =
        assertThrows(IllegalStateException.class, () -> call.start(timers)).getMessage();
    assertEquals("every second was started already and has not ended", message);
    ticker.advance(SECOND);
    assertThrows(IllegalStateException.class, () -> call.start(timers));
    assertEquals(2, runs.count());
  }

  @Test
  void it_may_be_started_again_after_its_end() throws InterruptedException {
    LoopingCall<Object> call = everySecond(_ -> runs.note());
    for (int i = 1; i <= 3; i++) {
      call.start(timers);
      ticker.advance(Duration.ZERO);
      call.stop();
      assertEquals(new Outcome.Stopped<>(), call.await(now()));
      assertEquals(i, runs.count());
    }
  }

  @Test
  void stop_twice_and_before_the_start_and_after_the_end_does_no_harm()
      throws InterruptedException {
    LoopingCall<Object> call = everySecond(_ -> runs.note());
    call.stop();
    call.start(timers);
    ticker.advance(Duration.ZERO);
    call.stop();
    call.stop();
    assertEquals(new Outcome.Stopped<>(), call.await(now()));
    call.stop();
    assertEquals(1, runs.count());
  }

  @Test
  void waiting_for_what_never_started_is_an_error() {
    LoopingCall<Object> call = everySecond(_ -> {});
    assertThrows(IllegalStateException.class, () -> call.await(now()));
    assertThrows(IllegalStateException.class, () -> call.finish("early"));
    assertFalse(call.isRunning());
  }

  @Test
  void it_repeats_until_its_body_has_enough() throws InterruptedException {
    LoopingCall<Object> call =
        everySecond(self -> {
          if (runs.note() == 3) {
            self.finish(false);
          }
        });
    call.start(timers);
    assertEquals(new Outcome.Running<>(), call.await(now()));
    ticker.advance(HOUR);
    assertEquals(new Outcome.Finished<>(false), call.await(now()));
    assertEquals(3, runs.count());
  }

  @Test
  void the_pause_is_what_a_run_leaves_of_its_interval() {
    List<Duration> lengths =
        List.of(Duration.ofMillis(990), Duration.ofSeconds(2), Duration.ofMillis(1010));
    LoopingCall<Object> call =
        LoopingCall.fixedInterval(
            "measured",
            Duration.ofMillis(1010),
            self -> {
              if (runs.count() == lengths.size()) {
                runs.note();
                self.finish("end");
              } else {
                runs.note(lengths.get(runs.count()));
              }
            });
    call.start(timers);
    ticker.advance(HOUR);
    // Pauses of 20 ms, none and none.
    assertEquals(List.of(0L, 1010L, 3010L, 4020L), runs.at());
    assertEquals(1, LogRecorder.count("a run of measured outlasted its interval by 0.99 s"));
    assertEquals(1, LogRecorder.count("a run of measured"));
  }

  @Test
  void runs_never_overlap_and_missed_ones_are_dropped() {
    LoopingCall<Object> call =
        LoopingCall.fixedInterval(
            "slow", Duration.ofMillis(100), _ -> runs.note(Duration.ofMillis(250)));
    call.start(timers);
    ticker.advance(Duration.ofMillis(999));
    assertEquals(List.of(0L, 250L, 500L, 750L), runs.at());
  }

  @Test
  void a_storm_of_overruns_is_reported_every_ten_seconds_with_their_number() {
    LoopingCall.fixedInterval("stormy", Duration.ofMillis(1), _ -> runs.note(Duration.ofMillis(10)))
        .start(timers);
    ticker.advance(Duration.ofSeconds(25));
    assertEquals(3, LogRecorder.count("a run of stormy outlasted"));
    assertTrue(LogRecorder.count("as did 999 before it that were not reported") > 0);
  }

  @Test
  void starts_stay_on_the_grid_whatever_the_runs_take() {
    LoopingCall<Object> call = everySecond(_ -> runs.note(Duration.ofMillis(runs.count() * 100)));
    call.start(timers);
    ticker.advance(Duration.ofSeconds(5));
    assertEquals(List.of(0L, 1000L, 2000L, 3000L, 4000L, 5000L), runs.at());
  }

  @Test
  void the_tiniest_interval_is_a_millisecond() {
    LoopingCall.fixedInterval("hot", Duration.ofNanos(1), _ -> runs.note()).start(timers);
    ticker.advance(SECOND);
    assertEquals(1001, runs.count());
  }

  @Test
  void an_initial_delay_comes_before_the_first_run() {
    LoopingCall<Object> call = everySecond(_ -> runs.note()).initialDelay(Duration.ofSeconds(3));
    call.start(timers);
    ticker.advance(Duration.ofSeconds(4));
    assertEquals(List.of(3000L, 4000L), runs.at());
  }

  @Test
  void stop_during_the_initial_delay_ends_it_at_once_without_a_run() throws InterruptedException {
    LoopingCall<Object> call = everySecond(_ -> runs.note()).initialDelay(SECOND);
    call.start(timers);
    call.stop();
    assertEquals(new Outcome.Stopped<>(), call.await(now()));
    assertEquals(0, ticker.waiting());
    ticker.advance(HOUR);
    assertEquals(0, runs.count());
  }

  @Test
  void stop_does_not_wait_for_a_long_pause() throws InterruptedException {
    LoopingCall<Object> call = LoopingCall.fixedInterval("hourly", HOUR, _ -> runs.note());
    call.start(timers);
    ticker.advance(SECOND);
    assertTrue(call.isRunning());
    call.stop();
    assertEquals(new Outcome.Stopped<>(), call.await(now()));
    assertEquals(0, ticker.waiting());
  }

  @Test
  void a_run_may_stop_its_own_call() throws InterruptedException {
    AtomicReference<LoopingCall<Object>> self = new AtomicReference<>();
    List<Boolean> runsOn = new ArrayList<>();
    LoopingCall<Object> call =
        everySecond(own -> {
          runs.note();
          self.set(own);
          own.stop();
          runsOn.add(own.isRunning());
        });
    call.start(timers);
    ticker.advance(HOUR);
    assertEquals(new Outcome.Stopped<>(), call.await(now()));
    assertSame(call, self.get());
    assertEquals(List.of(true), runsOn);
    assertEquals(1, runs.count());
  }

  @Test
  void a_run_that_is_under_way_is_not_interrupted_by_stop() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicBoolean completed = new AtomicBoolean();
    LoopingCall<Object> call =
        LoopingCall.fixedInterval(
            "patient",
            HOUR,
            _ -> {
              running.countDown();
              release.await();
              completed.set(!Thread.currentThread().isInterrupted());
            });
    call.start();
    running.await();
    call.stop();
    assertTrue(call.isRunning());
    release.countDown();
    assertEquals(new Outcome.Stopped<>(), call.await(Deadline.after(HOUR)));
    while (call.isRunning()) {
      Thread.onSpinWait();
    }
    assertTrue(completed.get());
  }

  @Test
  void every_run_has_a_virtual_thread_named_after_the_call() throws InterruptedException {
    LoopingCall<String> call =
        LoopingCall.fixedInterval(
            "poll", HOUR, self -> self.finish(Thread.currentThread().toString()));
    call.start();
    Outcome<String> outcome = call.await(Deadline.after(HOUR));
    assertTrue(outcome.toString().contains("VirtualThread"), outcome::toString);
    assertTrue(outcome.toString().contains("poll"), outcome::toString);
  }

  @Test
  void many_threads_may_wait_for_one_call() throws InterruptedException {
    List<Object> seen = new ArrayList<>();
    LoopingCall<Object> call = everySecond(self -> self.finish("value"));
    call.start(timers);
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiting.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  Outcome<Object> outcome = call.await(Deadline.never());
                  synchronized (seen) {
                    seen.add(outcome);
                  }
                } catch (InterruptedException wrong) {
                  Thread.currentThread().interrupt();
                }
              }));
    }
    ticker.advance(SECOND);
    for (Thread thread : waiting) {
      thread.join();
    }
    assertEquals(java.util.Collections.nCopies(3, new Outcome.Finished<>("value")), seen);
  }

  @Test
  void a_timeout_ends_it_between_runs() throws InterruptedException {
    LoopingCall<Object> call =
        LoopingCall.fixedIntervalWithTimeout(
            "late", Duration.ofMillis(100), Duration.ofMillis(300), _ -> runs.note());
    call.start(timers);
    ticker.advance(HOUR);
    LoopTimeoutException failure = assertInstanceOf(LoopTimeoutException.class, cause(call));
    assertEquals(Duration.ofMillis(300), failure.elapsed());
    assertEquals("late has come to no end after 0.3 s", failure.getMessage());
    assertEquals(0, ticker.waiting());
    assertFalse(call.isRunning());
  }

  @Test
  void the_timeout_counts_the_initial_delay() throws InterruptedException {
    LoopingCall<Object> call =
        LoopingCall.fixedIntervalWithTimeout("idle", SECOND, SECOND, _ -> runs.note())
            .initialDelay(HOUR);
    call.start(timers);
    ticker.advance(SECOND);
    assertInstanceOf(LoopTimeoutException.class, cause(call));
    assertEquals(0, runs.count());
  }

  @Test
  void a_timeout_interrupts_a_hung_run_and_says_where_it_hung() throws InterruptedException {
    CompletableFuture<Thread> runner = new CompletableFuture<>();
    CountDownLatch never = new CountDownLatch(1);
    LoopingCall<Object> call =
        LoopingCall.fixedIntervalWithTimeout(
            "hung",
            HOUR,
            HOUR,
            _ -> {
              runner.complete(Thread.currentThread());
              never.await();
            });
    Loop<Object> loop = call.prepare(Timers.system().plainHost(), "hung");
    loop.start();
    while (runner.join().getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    // What its timer does after the hour, which must not come before the run hangs.
    loop.tooLate();
    Outcome<Object> outcome = call.await(now());
    assertInstanceOf(Outcome.Failed.class, outcome);
    while (call.isRunning()) {
      Thread.onSpinWait();
    }
    assertEquals(1, LogRecorder.count("WARNING hung is interrupted in"));
    assertTrue(LogRecorder.count("CountDownLatch.await") > 0);
  }

  @Test
  void a_call_that_ends_in_time_forgets_its_timeout() {
    LoopingCall<Object> call =
        LoopingCall.fixedIntervalWithTimeout("quick", SECOND, HOUR, self -> self.finish("x"));
    call.start(timers);
    ticker.advance(SECOND);
    assertEquals(0, ticker.waiting());
  }

  @Test
  void no_timeout_is_no_limit() {
    LoopingCall<Object> call =
        LoopingCall.fixedIntervalWithTimeout("endless", HOUR, Duration.ZERO, _ -> runs.note());
    call.start(timers);
    ticker.advance(Duration.ofDays(100));
    assertEquals(2401, runs.count());
    assertTrue(call.isRunning());
  }

  @Test
  void impossible_values_are_refused_by_name() {
    Duration negative = SECOND.negated();
    List<IllegalArgumentException> refusals =
        List.of(
            refusal(() -> LoopingCall.fixedInterval("a", Duration.ZERO, _ -> {})),
            refusal(() -> LoopingCall.fixedIntervalWithTimeout("b", SECOND, negative, _ -> {})),
            refusal(() -> everySecond(_ -> {}).initialDelay(negative)));
    assertEquals(
        List.of(
            "interval of a must be positive: PT0S",
            "timeout of b must be positive: PT-1S",
            "initial delay of every second must not be negative: PT-1S"),
        refusals.stream().map(Throwable::getMessage).toList());
  }

  private static IllegalArgumentException refusal(Runnable attempt) {
    return assertThrows(IllegalArgumentException.class, attempt::run);
  }
}
