package dev.perennial.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.recorded.LogRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Tasks that a loop of the program runs.
@Timeout(60)
class PeriodicTasksTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final SettableTicker ticker = new SettableTicker();
  private final List<String> ran = new ArrayList<>();

  private static Duration seconds(long length) {
    return Duration.ofSeconds(length);
  }

  private static Config config(boolean runExternal) {
    return Config.forTesting(PeriodicTaskOptions.class)
        .set("DEFAULT", "run_external_periodic_tasks", String.valueOf(runExternal))
        .build();
  }

  /// Draws nothing, so that no run is late by chance.
  private PeriodicTasks of(Object owner) {
    return of(owner, () -> 0L);
  }

  private PeriodicTasks of(Object owner, RandomGenerator random) {
    return new PeriodicTasks(config(true), owner, ticker.timers(), random);
  }

  private PeriodicTasks none() {
    return of(new Object());
  }

  private void add(PeriodicTasks tasks, PeriodicTaskSpec spec) {
    tasks.add(spec, () -> ran.add(spec.name()));
  }

  private PeriodicTasks one(PeriodicTaskSpec spec) {
    PeriodicTasks tasks = none();
    add(tasks, spec);
    return tasks;
  }

  private static List<String> names(PeriodicTasks tasks) {
    return tasks.status().stream().map(PeriodicTaskStatus::name).toList();
  }

  private List<Long> counts(PeriodicTasks tasks) {
    return tasks.status().stream().map(PeriodicTaskStatus::runs).toList();
  }

  /// A service with tasks of all kinds.
  static class Host {
    final AtomicInteger crashes = new AtomicInteger();

    @PeriodicTask
    void byDefault() {}

    @PeriodicTask
    void crashing() {
      crashes.incrementAndGet();
      throw new IllegalStateException("urg");
    }

    @PeriodicTask(spacing = 70, runImmediately = true)
    void doAtOnce() {}

    @PeriodicTask(spacing = 70)
    void everySeventy() {}
  }

  @Test
  void each_task_runs_at_its_own_spacing() {
    Host host = new Host();
    ticker.advance(seconds(340));
    PeriodicTasks tasks = of(host);
    tasks.add(PeriodicTaskSpec.every("external", Duration.ZERO).external(), () -> {});
    tasks.add(PeriodicTaskSpec.every("externalSeventy", seconds(70)).external(), () -> {});
    assertEquals(
        List.of("byDefault", "crashing", "doAtOnce", "everySeventy", "external", "externalSeventy"),
        names(tasks));
    tasks.runDue();
    assertEquals(List.of(0L, 0L, 1L, 0L, 0L, 0L), counts(tasks));
    ticker.advance(seconds(60));
    tasks.runDue();
    assertEquals(List.of(1L, 1L, 1L, 0L, 1L, 0L), counts(tasks));
    ticker.advance(seconds(30));
    tasks.runDue();
    assertEquals(List.of(1L, 1L, 2L, 1L, 1L, 1L), counts(tasks));
    ticker.advance(seconds(60));
    tasks.runDue();
    assertEquals(List.of(2L, 2L, 3L, 2L, 2L, 2L), counts(tasks));
    assertEquals(2, host.crashes.get());
    assertEquals(2, LogRecorder.count("ERROR periodic task crashing failed"));
  }

  @Test
  void a_pass_each_second_finds_every_moment() {
    PeriodicTasks tasks = one(PeriodicTaskSpec.every("nine", seconds(9)));
    for (int second = 0; second < 200; second++) {
      tasks.runDue();
      assertEquals(second / 9, ran.size(), "at second " + second);
      ticker.advance(seconds(1));
    }
  }

  @Test
  void a_failure_comes_out_if_wanted_and_the_rest_waits_for_the_next_pass() throws Exception {
    IllegalStateException failure = new IllegalStateException("wanted");
    PeriodicTasks tasks = none();
    tasks.add(
        PeriodicTaskSpec.every("crashing", MINUTE),
        () -> {
          throw failure;
        });
    add(tasks, PeriodicTaskSpec.every("next", MINUTE));
    ticker.advance(MINUTE);
    assertSame(
        failure, assertThrows(IllegalStateException.class, () -> tasks.runDue(OnException.STOP)));
    assertEquals(List.of(), ran);
    tasks.runDue(OnException.STOP);
    assertEquals(List.of("next"), ran);
  }

  @Test
  void whatever_a_task_throws_the_others_run() {
    PeriodicTasks tasks = none();
    tasks.add(
        PeriodicTaskSpec.every("a", MINUTE),
        () -> {
          throw new StackOverflowError("made up");
        });
    add(tasks, PeriodicTaskSpec.every("b", MINUTE));
    for (int pass = 1; pass <= 3; pass++) {
      ticker.advance(MINUTE);
      tasks.runDue();
      assertEquals(List.of((long) pass, (long) pass), counts(tasks));
    }
    assertEquals(3, tasks.status().getFirst().failures());
  }

  /// Tasks with names of their own.
  static final class Named {
    @PeriodicTask(name = "better name")
    void plain() {}

    @PeriodicTask
    void method() {}
  }

  @Test
  void an_interrupt_in_a_run_ends_the_pass_and_is_not_swallowed() {
    PeriodicTasks tasks = none();
    tasks.add(
        PeriodicTaskSpec.every("waiting", MINUTE),
        () -> {
          Thread.currentThread().interrupt();
          new CountDownLatch(1).await();
        });
    tasks.add(PeriodicTaskSpec.every("next", MINUTE), () -> ran.add("next"));
    ticker.advance(MINUTE);
    assertEquals(Duration.ZERO, tasks.runDue());
    assertTrue(Thread.interrupted());
    assertEquals(1, tasks.status().getFirst().failures());
    assertEquals(List.of(), ran);
    tasks.runDue();
    assertEquals(List.of("next"), ran);
  }

  @Test
  void a_task_is_called_as_it_says_or_as_its_method() {
    PeriodicTasks tasks = of(new Named());
    tasks.add(PeriodicTaskSpec.every("added", MINUTE).external(), () -> {});
    assertEquals(List.of("method", "better name", "added"), names(tasks));
  }

  /// Tasks with and without a spacing.
  static final class Spaced {
    @PeriodicTask
    void a() {}

    @PeriodicTask(spacing = 4)
    void b() {}

    @PeriodicTask(enabled = false)
    void c() {}

    @PeriodicTask(spacing = -1)
    void d() {}
  }

  @Test
  void no_spacing_is_a_minute_and_what_is_disabled_is_left_out() {
    PeriodicTasks tasks = of(new Spaced());
    tasks.add(PeriodicTaskSpec.every("added", Duration.ZERO).external(), () -> {});
    assertEquals(List.of("a", "b", "added"), names(tasks));
    assertEquals(
        List.of(MINUTE, seconds(4), MINUTE),
        tasks.status().stream().map(PeriodicTaskStatus::spacing).toList());
    assertEquals(1, LogRecorder.count("periodic task c is disabled"));
  }

  @Test
  void a_pass_says_how_long_nothing_is_due() {
    assertEquals(MINUTE, none().runDue());
    assertEquals(MINUTE, one(PeriodicTaskSpec.every("constant", Duration.ZERO)).runDue());
    assertEquals(MINUTE, one(PeriodicTaskSpec.every("rare", seconds(200))).runDue());
    assertEquals(MINUTE, one(PeriodicTaskSpec.every("off", seconds(-1))).runDue());
  }

  @Test
  void idle_time_shrinks_until_the_task_runs() {
    PeriodicTasks tasks = one(PeriodicTaskSpec.every("ten", seconds(10)));
    ticker.advance(seconds(5));
    assertEquals(seconds(5), tasks.runDue());
    assertEquals(0, tasks.job("ten").lastPoint());
    ticker.advance(seconds(5));
    assertEquals(seconds(10), tasks.runDue());
    assertEquals(seconds(10).toNanos(), tasks.job("ten").lastPoint());
  }

  @Test
  void idle_time_is_less_by_what_the_tasks_took() {
    PeriodicTasks tasks = none();
    tasks.add(PeriodicTaskSpec.every("slow", seconds(10)), () -> ticker.advance(seconds(3)));
    ticker.advance(seconds(10));
    assertEquals(seconds(7), tasks.runDue());
  }

  @Test
  void an_immediate_task_runs_in_the_first_pass() {
    PeriodicTasks tasks = one(PeriodicTaskSpec.every("now", seconds(10)).immediately());
    ticker.advance(seconds(3));
    assertEquals(seconds(10), tasks.runDue());
    assertEquals(1, ran.size());
    assertEquals(seconds(3).toNanos(), tasks.job("now").lastPoint());
    ticker.advance(seconds(5));
    assertEquals(seconds(5), tasks.runDue());
    assertEquals(1, ran.size());
  }

  @Test
  void external_tasks_run_here_only_if_the_option_says_so() {
    for (boolean here : new boolean[] {true, false}) {
      PeriodicTasks tasks = new PeriodicTasks(config(here), new Object(), ticker.timers());
      add(tasks, PeriodicTaskSpec.every("external", seconds(10)).external());
      ticker.advance(seconds(10));
      tasks.runDue();
      assertEquals(here ? 1 : 0, tasks.status().size());
    }
    assertEquals(List.of("external"), ran);
    assertTrue(
        Config.forTesting(PeriodicTaskOptions.class)
            .build()
            .get(PeriodicTaskOptions.class)
            .runExternalPeriodicTasks());
  }

  @Test
  void last_runs_belong_to_the_object_and_not_to_its_class() {
    PeriodicTasks first = of(new Named());
    PeriodicTasks second = of(new Named());
    first.add(PeriodicTaskSpec.every("mine", MINUTE), () -> {});
    ticker.advance(MINUTE);
    first.runDue();
    assertEquals(List.of(1L, 1L, 1L), counts(first));
    assertEquals(List.of(0L, 0L), counts(second));
    second.runDue();
    assertEquals(List.of(1L, 1L), counts(second));
  }

  @Test
  void a_name_is_given_once() {
    PeriodicTasks tasks = of(new Named());
    assertEquals(
        "two periodic tasks are called method",
        assertThrows(
                IllegalArgumentException.class,
                () -> tasks.add(PeriodicTaskSpec.every("method", MINUTE), () -> {}))
            .getMessage());
  }

  @Test
  void impossible_attributes_are_refused_by_name() {
    PeriodicTaskSpec spec = PeriodicTaskSpec.every("odd", MINUTE);
    assertThrows(IllegalArgumentException.class, () -> PeriodicTaskSpec.every(" ", MINUTE));
    assertThrows(IllegalArgumentException.class, () -> spec.missing(MissedRuns.CATCH_UP, 0));
    assertEquals(
        "odd: deadline must not be negative, but is PT-1S",
        assertThrows(IllegalArgumentException.class, () -> spec.within(seconds(-1))).getMessage());
  }

  @Test
  void in_parallel_nothing_due_only_gives_the_idle_time() throws Exception {
    PeriodicTasks tasks = one(PeriodicTaskSpec.every("ten", seconds(10)));
    assertEquals(seconds(10), tasks.runDueInParallel(OnException.CONTINUE));
    assertEquals(List.of(), ran);
  }

  @Test
  void in_parallel_the_tasks_run_at_the_same_time_and_keep_their_state() throws Exception {
    PeriodicTasks tasks = none();
    CountDownLatch together = new CountDownLatch(10);
    for (int i = 0; i < 10; i++) {
      tasks.add(
          PeriodicTaskSpec.every("task " + i, seconds(10)),
          () -> {
            together.countDown();
            together.await();
          });
    }
    ticker.advance(seconds(10));
    assertEquals(seconds(10), tasks.runDueInParallel(OnException.STOP));
    assertEquals(0, together.getCount());
  }

  @Test
  void in_parallel_failures_are_logged_or_the_first_is_thrown() throws Exception {
    PeriodicTasks tasks = none();
    tasks.add(
        PeriodicTaskSpec.every("crashing", seconds(10)),
        () -> {
          throw new IllegalStateException("parallel failure");
        });
    tasks.add(PeriodicTaskSpec.every("fine", seconds(10)), () -> {});
    ticker.advance(seconds(10));
    tasks.runDueInParallel(OnException.CONTINUE);
    assertEquals(1, LogRecorder.count("parallel failure"));
    ticker.advance(seconds(10));
    assertThrows(IllegalStateException.class, () -> tasks.runDueInParallel(OnException.STOP));
    assertEquals(List.of(2L, 2L), counts(tasks));
  }

  @Test
  void a_run_beyond_its_deadline_is_reported_with_its_stack_and_counted() {
    PeriodicTasks tasks = none();
    tasks.add(
        PeriodicTaskSpec.every("lengthy", MINUTE).within(seconds(5)), this::takeTwentySeconds);
    ticker.advance(MINUTE);
    tasks.runDue();
    PeriodicTaskStatus status = tasks.status().getFirst();
    assertEquals(1, status.overruns());
    assertEquals(seconds(20), status.longestDuration());
    assertEquals(1, LogRecorder.count("periodic task lengthy has run for longer than"));
    assertTrue(LogRecorder.count("takeTwentySeconds") > 0);
    assertEquals(0, ticker.waiting());
  }

  private void takeTwentySeconds() {
    ticker.advance(seconds(20));
  }

  @Test
  void statistics_say_what_a_task_has_done() {
    PeriodicTasks tasks = none();
    tasks.add(
        PeriodicTaskSpec.every("busy", seconds(10)),
        () -> {
          ticker.advance(seconds(ran.isEmpty() ? 3 : 2));
          ran.add("busy");
          throw new IllegalStateException("run " + ran.size());
        });
    ticker.advance(seconds(10));
    tasks.runDue();
    ticker.advance(seconds(7));
    tasks.runDue();
    ticker.advance(seconds(1));
    PeriodicTaskStatus status = tasks.status().getFirst();
    assertEquals("busy", status.name());
    assertEquals(PeriodicTaskStatus.State.WAITING, status.state());
    assertEquals(seconds(3), status.sinceLast().orElseThrow());
    assertEquals(seconds(7), status.untilNext().orElseThrow());
    assertEquals(seconds(2), status.lastDuration().orElseThrow());
    assertEquals(seconds(3), status.longestDuration());
    assertEquals(2, status.runs());
    assertEquals(2, status.failures());
    assertEquals(0, status.missed());
    assertTrue(status.lastFailure().orElseThrow().contains("run 2"));
  }
}
