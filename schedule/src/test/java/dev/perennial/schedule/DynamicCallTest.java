package dev.perennial.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DynamicCallTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration FIVE = Duration.ofSeconds(5);

  private final SettableTicker ticker = new SettableTicker();
  private final Timers timers = ticker.timers();
  private final Runs runs = new Runs(ticker);

  private static Optional<Duration> seconds(double length) {
    return Optional.of(Duration.ofMillis((long) (length * 1000)));
  }

  private static Outcome<?> outcome(LoopingCall<?> call) throws InterruptedException {
    return call.await(Deadline.after(Duration.ZERO));
  }

  private static LoopingCall<Object> call(LoopingCall.DynamicBody<Object> body) {
    return LoopingCall.dynamic("dynamic", body);
  }

  private void runFor(LoopingCall<?> call, Duration length) {
    call.start(timers);
    ticker.advance(length);
  }

  @Test
  void the_value_that_the_body_finishes_with_comes_out() throws InterruptedException {
    for (boolean value : new boolean[] {true, false}) {
      LoopingCall<Object> call =
          call(self -> {
            self.finish(value);
            return Optional.empty();
          });
      runFor(call, HOUR);
      assertEquals(new Outcome.Finished<>(value), outcome(call));
    }
  }

  @Test
  void an_exception_ends_it_and_comes_out() throws InterruptedException {
    RuntimeException failure = new RuntimeException("dynamic failure");
    LoopingCall<Object> call =
        call(_ -> {
          throw failure;
        });
    runFor(call, HOUR);
    assertSame(failure, assertInstanceOf(Outcome.Failed.class, outcome(call)).cause());
  }

  @Test
  void it_cannot_be_started_while_it_runs() {
    LoopingCall<Object> call = call(_ -> seconds(0.01));
    call.start(timers);
    assertThrows(IllegalStateException.class, () -> call.start(timers));
  }

  @Test
  void it_goes_on_after_exceptions_if_told_so() throws InterruptedException {
    LoopingCall<Object> call =
        call(
                self -> {
                  if (runs.note() <= 2) {
                    throw new IllegalStateException("fails twice");
                  }
                  self.finish("done");
                  return Optional.empty();
                })
            .onException(OnException.CONTINUE);
    runFor(call, HOUR);
    assertEquals(new Outcome.Finished<>("done"), outcome(call));
    assertEquals(List.of(0L, 1000L, 3000L), runs.at());
  }

  @Test
  void a_body_that_always_fails_is_called_ever_more_rarely() {
    LoopingCall<Object> call =
        LoopingCall.dynamic(
                "failing",
                Duration.ofSeconds(60),
                _ -> {
                  runs.note();
                  throw new IllegalStateException("always");
                })
            .onException(OnException.CONTINUE);
    runFor(call, Duration.ofSeconds(1));
    assertEquals(2, runs.count());
    ticker.advance(HOUR);
    List<Long> first = List.of(0L, 1000L, 3000L, 7000L, 15_000L, 31_000L, 63_000L, 123_000L);
    assertEquals(first, runs.at().subList(0, 8));
    assertTrue(runs.count() <= 7 + 60, () -> runs.count() + " runs in an hour");
  }

  @Test
  void the_longest_pause_bounds_that_after_failures_too() {
    LoopingCall<Object> call =
        LoopingCall.dynamic(
                "failing",
                Duration.ofSeconds(2),
                _ -> {
                  runs.note();
                  throw new IllegalStateException("always");
                })
            .onException(OnException.CONTINUE);
    runFor(call, Duration.ofSeconds(7));
    assertEquals(List.of(0L, 1000L, 3000L, 5000L, 7000L), runs.at());
  }

  @Test
  void a_body_that_asks_for_no_pause_gets_a_millisecond() {
    runFor(
        call(_ -> {
          runs.note();
          return Optional.of(Duration.ZERO);
        }),
        Duration.ofSeconds(1));
    assertEquals(1001, runs.count());
  }

  @Test
  void it_repeats_with_pauses_that_change() throws InterruptedException {
    LoopingCall<Object> call =
        call(self -> {
          int left = 4 - runs.note();
          if (left == 0) {
            self.finish(false);
          }
          return seconds(0.01 * left);
        });
    runFor(call, HOUR);
    assertEquals(new Outcome.Finished<>(false), outcome(call));
    assertEquals(List.of(0L, 30L, 50L, 60L), runs.at());
  }

  @Test
  void neither_a_pause_nor_a_longest_one_is_an_error() throws InterruptedException {
    LoopingCall<Object> call = call(_ -> Optional.empty());
    runFor(call, HOUR);
    Throwable cause = assertInstanceOf(Outcome.Failed.class, outcome(call)).cause();
    assertEquals(
        "dynamic did not say how long to pause, and has no longest pause", cause.getMessage());
  }

  @Test
  void without_a_pause_the_longest_one_is_taken() {
    runFor(
        LoopingCall.dynamic(
            "quiet",
            FIVE,
            _ -> {
              runs.note();
              return Optional.empty();
            }),
        FIVE);
    assertEquals(List.of(0L, 5000L), runs.at());
  }

  @Test
  void the_pause_that_is_asked_for_is_bounded_by_the_longest() {
    runFor(
        LoopingCall.dynamic("bounded", FIVE, _ -> seconds(runs.note() == 1 ? 11 : 1)),
        Duration.ofSeconds(6));
    assertEquals(List.of(0L, 5000L, 6000L), runs.at());
  }

  @Test
  void the_time_of_a_run_is_not_taken_off_its_pause() {
    runFor(
        call(_ -> {
          runs.note(Duration.ofSeconds(2));
          return seconds(3);
        }),
        Duration.ofSeconds(6));
    assertEquals(List.of(0L, 5000L), runs.at());
  }

  @Test
  void an_initial_delay_comes_before_the_first_run() {
    runFor(
        call(
                _ -> {
                  runs.note();
                  return seconds(1);
                })
            .initialDelay(Duration.ofSeconds(3)),
        Duration.ofSeconds(4));
    assertEquals(List.of(3000L, 4000L), runs.at());
  }

  @Test
  void the_longest_pause_must_be_positive() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> LoopingCall.dynamic("zero", Duration.ZERO, _ -> Optional.empty()))
            .getMessage();
    assertTrue(message.contains("longest pause of zero"), message);
  }
}
