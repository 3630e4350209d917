package dev.perennial.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackOffCallTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final SettableTicker ticker = new SettableTicker();
  private final List<Double> pauses = new ArrayList<>();
  private long lastEnd = -1;

  /// Always draws the same.
  private record Constant(double value) implements RandomGenerator {
    @Override
    public long nextLong() {
      throw new AssertionError("only normal and even draws are asked for");
    }

    @Override
    public double nextGaussian(double mean, double deviation) {
      return value;
    }

    @Override
    public double nextDouble() {
      return value;
    }
  }

  private void notePause() {
    if (lastEnd >= 0) {
      pauses.add((ticker.nanoTime() - lastEnd) / 1e9);
    }
    lastEnd = ticker.nanoTime();
  }

  private Outcome<Object> run(
      BackOff backOff, RandomGenerator random, LoopingCall.BackOffBody<Object> body)
      throws InterruptedException {
    LoopingCall<Object> call =
        LoopingCall.backOff(
            "back-off",
            backOff,
            random,
            self -> {
              notePause();
              return body.run(self);
            });
    call.start(ticker.timers());
    ticker.advance(HOUR);
    call.stop();
    return call.await(Deadline.after(Duration.ZERO));
  }

  private void assertTimedOut(Outcome<Object> outcome, double elapsedSeconds) {
    Throwable cause = assertInstanceOf(Outcome.Failed.class, outcome).cause();
    Duration elapsed = assertInstanceOf(LoopTimeoutException.class, cause).elapsed();
    assertEquals(elapsedSeconds, elapsed.toNanos() / 1e9, 1e-6);
  }

  private void assertPauses(double... expected) {
    assertEquals(expected.length, pauses.size(), pauses::toString);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], pauses.get(i), 1e-6);
    }
  }

  @Test
  void the_pauses_grow_as_upstream_until_the_timeout() throws InterruptedException {
    for (double draw : new double[] {0.8, -0.8}) {
      pauses.clear();
      lastEnd = -1;
      Outcome<Object> outcome = run(BackOff.DEFAULTS, new Constant(draw), _ -> false);
      assertPauses(
          1.6, 2.4, 3.6, 5.4, 8.1, 12.15, 18.225, 27.3375, 41.00625, 61.509375, 92.2640625);
      assertTimedOut(outcome, 273.5921875 + 138.39609375);
    }
  }

  @Test
  void a_good_run_is_followed_by_the_starting_interval() throws InterruptedException {
    int[] runs = {0};
    Outcome<Object> outcome =
        run(
            BackOff.DEFAULTS,
            new Constant(1),
            self -> {
              if (++runs[0] == 4) {
                self.finish("value");
              }
              return true;
            });
    assertPauses(1, 1, 1);
    assertEquals(new Outcome.Finished<>("value"), outcome);
  }

  @Test
  void a_body_that_finishes_at_once_never_pauses() throws InterruptedException {
    Outcome<Object> outcome =
        run(
            BackOff.DEFAULTS,
            new Constant(1),
            self -> {
              self.finish("value");
              return false;
            });
    assertPauses();
    assertEquals(new Outcome.Finished<>("value"), outcome);
  }

  @Test
  void the_longest_pause_is_a_bound() throws InterruptedException {
    BackOff bounded = BackOff.DEFAULTS.withMaxInterval(Duration.ofSeconds(60));
    Outcome<Object> outcome = run(bounded, new Constant(0.8), _ -> false);
    assertPauses(1.6, 2.4, 3.6, 5.4, 8.1, 12.15, 18.225, 27.3375, 41.00625, 60, 60, 60);
    assertTimedOut(outcome, 359.81875);
  }

  @Test
  void a_good_run_forgets_the_errors_before_it() throws InterruptedException {
    int[] runs = {0};
    Outcome<Object> outcome =
        run(
            BackOff.DEFAULTS,
            new Constant(0.8),
            self -> {
              if (runs[0] == 7) {
                self.finish("end");
              }
              return ++runs[0] == 4;
            });
    assertPauses(1.6, 2.4, 3.6, 0.8, 1.6, 2.4, 3.6);
    assertEquals(new Outcome.Finished<>("end"), outcome);
  }

  @Test
  void without_a_timeout_it_goes_on_for_ever() throws InterruptedException {
    BackOff endless =
        BackOff.DEFAULTS.withTimeout(Duration.ZERO).withMaxInterval(Duration.ofSeconds(10));
    assertEquals(new Outcome.Stopped<>(), run(endless, new Constant(0.8), _ -> false));
    assertTrue(pauses.size() > 300, () -> pauses.size() + " pauses");
  }

  @Test
  void the_timeout_counts_the_time_of_the_runs() throws InterruptedException {
    Outcome<Object> outcome =
        run(
            BackOff.DEFAULTS,
            new Constant(0.8),
            _ -> {
              ticker.advance(Duration.ofSeconds(100));
              return false;
            });
    assertEquals(3, pauses.size());
    // The first error is noted when its run ends: three runs, three pauses and the next one.
    assertTimedOut(outcome, 300 + 1.6 + 2.4 + 3.6 + 5.4);
  }

  @Test
  void an_exception_ends_it_unless_it_counts_as_an_error() throws InterruptedException {
    LoopingCall.BackOffBody<Object> body =
        _ -> {
          throw new IllegalStateException("not reachable");
        };
    assertInstanceOf(Outcome.Failed.class, run(BackOff.DEFAULTS, new Constant(0.8), body));
    assertPauses();
    LoopingCall<Object> tolerant =
        LoopingCall.backOff(
                "tolerant",
                BackOff.DEFAULTS,
                new Constant(0.8),
                self -> {
                  notePause();
                  return body.run(self);
                })
            .onException(OnException.CONTINUE);
    lastEnd = -1;
    tolerant.start(ticker.timers());
    ticker.advance(HOUR);
    assertEquals(11, pauses.size());
    assertTimedOut(tolerant.await(Deadline.after(Duration.ZERO)), 411.98828125);
  }

  @Test
  void each_start_begins_anew() throws InterruptedException {
    LoopingCall<Object> call =
        LoopingCall.backOff(
            "again",
            BackOff.DEFAULTS,
            new Constant(0.8),
            _ -> {
              notePause();
              return false;
            });
    for (int start = 0; start < 2; start++) {
      pauses.clear();
      lastEnd = -1;
      call.start(ticker.timers());
      ticker.advance(HOUR);
      assertEquals(11, pauses.size());
    }
  }

  @Test
  void the_mean_of_the_draws_and_not_their_luck_makes_the_interval_grow()
      throws InterruptedException {
    BackOff endless = BackOff.DEFAULTS.withTimeout(Duration.ZERO);
    Outcome<Object> outcome =
        run(endless, new Constant(0), self -> pauses.size() == 1000 && stop(self));
    assertEquals(new Outcome.Stopped<>(), outcome);
    // Draws of zero give the shortest pause each time, and never a stall.
    assertTrue(pauses.stream().allMatch(pause -> Math.abs(pause - 0.001) < 1e-6));
  }

  @Test
  void draws_are_those_of_a_normal_distribution_around_the_jitter() throws InterruptedException {
    long seed = 20261122;
    run(BackOff.DEFAULTS, new Random(seed), _ -> true);
    double mean = pauses.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    assertEquals(0.75, mean, 0.02, () -> "seed " + seed);
  }

  @Test
  void full_jitter_draws_evenly_from_nothing_to_the_whole_pause() throws InterruptedException {
    BackOff full =
        BackOff.DEFAULTS
            .withSpread(BackOff.Jitter.FULL)
            .withTimeout(Duration.ZERO)
            .withJitter(1)
            .withMaxInterval(Duration.ofSeconds(8));
    run(full, new Constant(0.5), self -> pauses.size() == 6 && stop(self));
    assertPauses(1, 2, 4, 4, 4, 4);
    pauses.clear();
    lastEnd = -1;
    run(full, new Random(7), _ -> false);
    assertTrue(pauses.stream().allMatch(pause -> pause <= 8.001));
    assertTrue(pauses.stream().anyMatch(pause -> pause < 1));
    assertTrue(pauses.stream().anyMatch(pause -> pause > 7));
  }

  private static boolean stop(LoopingCall<Object> call) {
    call.stop();
    return true;
  }

  @Test
  void impossible_values_are_refused_by_name() {
    for (Runnable wrong :
        List.<Runnable>of(
            () -> BackOff.DEFAULTS.withJitter(0),
            () -> BackOff.DEFAULTS.withJitter(Double.NaN),
            () -> BackOff.DEFAULTS.withTimeout(Duration.ofSeconds(-1)),
            () -> BackOff.DEFAULTS.withStartingInterval(Duration.ZERO),
            () -> BackOff.DEFAULTS.withMinInterval(Duration.ZERO),
            () -> BackOff.DEFAULTS.withMaxInterval(Duration.ZERO))) {
      assertThrows(IllegalArgumentException.class, wrong::run);
    }
  }
}
