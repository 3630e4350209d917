package dev.perennial.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.recorded.LogRecorder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Tasks that have timers in a group, and what operators can do to them.
@Timeout(60)
class PeriodicTimersTest {
  private static final Duration TEN = Duration.ofSeconds(10);

  private final SettableTicker ticker = new SettableTicker();
  private final TaskGroup group = TaskGroup.named("g").timers(ticker.timers()).build();
  private final Runs runs = new Runs(ticker);
  private final PeriodicTasks tasks =
      new PeriodicTasks(
          Config.forTesting(PeriodicTaskOptions.class).build(),
          new Object(),
          ticker.timers(),
          () -> 0L);

  private static Duration seconds(long length) {
    return Duration.ofSeconds(length);
  }

  private void add(PeriodicTaskSpec spec) {
    tasks.add(spec, runs::note);
  }

  private static PeriodicTaskSpec every(Duration spacing) {
    return PeriodicTaskSpec.every("task", spacing);
  }

  private PeriodicTaskStatus status() {
    return tasks.status().getFirst();
  }

  @Test
  void every_task_runs_at_its_spacing_until_the_group_ends() throws InterruptedException {
    ticker.advance(seconds(7));
    add(every(TEN));
    tasks.add(PeriodicTaskSpec.every("other", seconds(3)), () -> {});
    ticker.advance(seconds(93));
    tasks.start(group);
    ticker.advance(seconds(35));
    assertEquals(List.of(110_000L, 120_000L, 130_000L), runs.at());
    assertEquals(11, tasks.status().getLast().runs());
    assertEquals(List.of(), group.drain(Deadline.after(Duration.ZERO)));
    ticker.advance(seconds(100));
    assertEquals(3, runs.count());
  }

  @Test
  void an_immediate_task_runs_at_the_start() {
    add(every(TEN).immediately());
    tasks.start(group);
    ticker.advance(TEN);
    assertEquals(List.of(0L, 10_000L), runs.at());
  }

  @Test
  void a_task_that_is_added_after_a_start_of_none_is_refused() {
    tasks.start(group);
    assertThrows(IllegalStateException.class, () -> add(every(TEN)));
  }

  @Test
  void a_service_that_starts_again_starts_its_tasks_again() throws InterruptedException {
    add(every(TEN));
    tasks.start(group);
    assertEquals(
        "periodic tasks run already, such as g-task",
        assertThrows(IllegalStateException.class, () -> tasks.start(group)).getMessage());
    assertThrows(IllegalStateException.class, () -> add(PeriodicTaskSpec.every("late", TEN)));
    ticker.advance(TEN);
    group.drain(Deadline.after(Duration.ZERO));
    ticker.advance(seconds(1005));
    group.reopen();
    tasks.start(group);
    ticker.advance(TEN);
    assertEquals(List.of(10_000L, 1_025_000L), runs.at());
    assertEquals(0, status().missed());
  }

  @Test
  void a_failing_task_goes_on_at_its_spacing() {
    tasks.add(
        every(TEN),
        () -> {
          runs.note();
          throw new AssertionError("never again");
        });
    tasks.start(group);
    ticker.advance(seconds(50));
    assertEquals(5, runs.count());
    assertEquals(5, status().failures());
    assertEquals(5, LogRecorder.count("never again"));
  }

  /// Such as one whose text needs what is gone.
  private static final class WithoutText extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String toString() {
      throw new IllegalStateException("no text");
    }
  }

  @Test
  void a_task_whose_failure_cannot_be_printed_goes_on_at_its_spacing() {
    tasks.add(
        every(TEN),
        () -> {
          throw new WithoutText();
        });
    ticker.advance(TEN);
    assertThrows(WithoutText.class, () -> tasks.runDue(OnException.STOP));
    tasks.start(group);
    ticker.advance(seconds(20));
    String text = WithoutText.class.getName() + ", which cannot be printed";
    assertEquals(3, status().failures());
    assertEquals(text, status().lastFailure().orElseThrow());
    assertEquals(2, LogRecorder.count("failed: " + text));
  }

  @Test
  void a_slow_task_delays_no_other_one() {
    tasks.add(PeriodicTaskSpec.every("slow", TEN), () -> ticker.advance(seconds(500)));
    add(every(TEN));
    tasks.start(group);
    ticker.advance(seconds(30));
    assertEquals(List.of(10_000L, 20_000L, 30_000L), runs.at().subList(0, 3));
  }

  @Test
  void runs_that_a_long_one_made_impossible_follow_the_policy() {
    record Case(MissedRuns policy, int most, List<Long> starts, long missed) {}
    List<Case> cases =
        List.of(
            new Case(MissedRuns.SKIP, 1, List.of(10L, 50L, 60L), 3),
            new Case(MissedRuns.ONCE, 1, List.of(10L, 45L, 50L, 60L), 2),
            new Case(MissedRuns.CATCH_UP, 2, List.of(10L, 45L, 45L, 50L, 60L), 1));
    for (Case c : cases) {
      SettableTicker clock = new SettableTicker();
      Runs starts = new Runs(clock);
      PeriodicTasks some =
          new PeriodicTasks(
              Config.forTesting(PeriodicTaskOptions.class).build(),
              new Object(),
              clock.timers(),
              () -> 0L);
      some.add(
          every(TEN).missing(c.policy(), c.most()),
          () -> {
            if (starts.note() == 1) {
              clock.advance(seconds(35));
            }
          });
      some.start(TaskGroup.named("g").timers(clock.timers()).build());
      clock.advance(seconds(61));
      assertEquals(
          c.starts(), starts.at().stream().map(at -> at / 1000).toList(), c.policy().name());
      assertEquals(c.missed(), some.status().getFirst().missed(), c.policy().name());
    }
  }

  @Test
  void a_paused_task_rests_and_goes_on_by_its_policy() {
    add(every(TEN));
    tasks.add(PeriodicTaskSpec.every("skipping", TEN).missing(MissedRuns.SKIP, 1), () -> {});
    tasks.start(group);
    ticker.advance(seconds(12));
    tasks.pause("task");
    tasks.pause("skipping");
    assertEquals(PeriodicTaskStatus.State.PAUSED, status().state());
    assertTrue(status().untilNext().isEmpty());
    ticker.advance(seconds(35));
    assertEquals(List.of(10_000L), runs.at());
    tasks.resume("task");
    tasks.resume("skipping");
    ticker.advance(seconds(4));
    assertEquals(List.of(10_000L, 47_000L, 50_000L), runs.at());
    assertEquals(2, status().missed());
    assertEquals(2, tasks.status().getLast().runs());
    assertEquals(3, tasks.status().getLast().missed());
  }

  @Test
  void a_pause_that_missed_nothing_changes_nothing() {
    add(every(TEN));
    tasks.start(group);
    tasks.pause("task");
    ticker.advance(seconds(5));
    tasks.resume("task");
    tasks.resume("task");
    ticker.advance(seconds(15));
    assertEquals(List.of(10_000L, 20_000L), runs.at());
    assertEquals(0, status().missed());
  }

  @Test
  void an_operator_can_have_a_task_run_now_and_its_moments_stay() {
    add(every(TEN));
    tasks.start(group);
    ticker.advance(seconds(13));
    tasks.runNow("task");
    ticker.advance(seconds(7));
    assertEquals(List.of(10_000L, 13_000L, 20_000L), runs.at());
  }

  @Test
  void a_paused_task_still_runs_when_asked_to() {
    add(every(TEN));
    tasks.start(group);
    tasks.pause("task");
    ticker.advance(seconds(100));
    tasks.runNow("task");
    ticker.advance(seconds(100));
    assertEquals(List.of(100_000L), runs.at());
  }

  @Test
  void a_run_that_is_asked_for_during_a_run_comes_after_it() {
    tasks.add(
        every(TEN),
        () -> {
          if (runs.note(seconds(2)) == 1) {
            tasks.runNow("task");
            assertEquals(PeriodicTaskStatus.State.RUNNING, status().state());
          }
        });
    tasks.start(group);
    ticker.advance(seconds(19));
    assertEquals(List.of(10_000L, 12_000L), runs.at());
    assertEquals(0, status().failures());
  }

  @Test
  void without_timers_a_run_that_is_asked_for_waits_for_the_next_pass() {
    add(every(TEN));
    tasks.runNow("task");
    assertEquals(0, runs.count());
    tasks.runDue();
    assertEquals(1, runs.count());
  }

  @Test
  void an_unknown_task_is_named_together_with_those_there_are() {
    add(every(TEN));
    String message =
        assertThrows(IllegalArgumentException.class, () -> tasks.pause("tusk")).getMessage();
    assertEquals("there is no periodic task tusk; there are [task]", message);
    assertThrows(IllegalArgumentException.class, () -> tasks.resume("tusk"));
    assertThrows(IllegalArgumentException.class, () -> tasks.runNow("tusk"));
  }

  @Test
  void on_the_timers_of_the_process_a_task_has_a_thread_of_its_own() throws InterruptedException {
    PeriodicTasks real =
        new PeriodicTasks(Config.forTesting(PeriodicTaskOptions.class).build(), new Object());
    CountDownLatch ran = new CountDownLatch(2);
    real.add(
        PeriodicTaskSpec.every("real", Duration.ofMillis(2)),
        () -> {
          assertTrue(Thread.currentThread().isVirtual());
          assertEquals("r-real", Thread.currentThread().getName());
          ran.countDown();
        });
    TaskGroup own = new TaskGroup("r");
    real.start(own);
    ran.await();
    own.stop();
    assertEquals(List.of(), own.awaitStopped(Deadline.after(TEN)));
    assertEquals(0, real.status().getFirst().failures());
  }

  @Test
  void a_stop_interrupts_the_run_that_is_under_way() throws InterruptedException {
    PeriodicTasks real =
        new PeriodicTasks(Config.forTesting(PeriodicTaskOptions.class).build(), new Object());
    CountDownLatch begun = new CountDownLatch(1);
    real.add(
        PeriodicTaskSpec.every("endless", TEN).immediately(),
        () -> {
          begun.countDown();
          new CountDownLatch(1).await();
        });
    TaskGroup own = new TaskGroup("e");
    real.start(own);
    begun.await();
    assertEquals(List.of("e-endless"), own.drain(Deadline.after(Duration.ZERO)));
    own.stop();
    assertEquals(List.of(), own.awaitStopped(Deadline.after(Duration.ofSeconds(30))));
    assertEquals(1, real.status().getFirst().runs());
  }
}
