package dev.perennial.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perennial.config.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Passes and timers that end while tasks are due.
@Timeout(60)
class HeldTasksTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final SettableTicker ticker = new SettableTicker();
  private final List<String> ran = new ArrayList<>();
  private final PeriodicTasks tasks =
      new PeriodicTasks(
          Config.forTesting(PeriodicTaskOptions.class).build(),
          new Object(),
          ticker.timers(),
          () -> 0L);

  // It catches up with an hour.
  private void addLate(Runnable during) {
    tasks.add(
        PeriodicTaskSpec.every("late", MINUTE).missing(MissedRuns.CATCH_UP, 60),
        () -> {
          ran.add("late");
          during.run();
        });
  }

  @ParameterizedTest
  @EnumSource
  void a_pass_under_way_begins_no_run_of_tasks_that_are_held(OnException onException)
      throws Exception {
    addLate(tasks::hold);
    tasks.add(PeriodicTaskSpec.every("next", MINUTE), () -> ran.add("next"));
    ticker.advance(HOUR);
    assertEquals(SECOND, tasks.runDue(onException));
    assertEquals(List.of("late"), ran);
    assertEquals(SECOND, tasks.runDue(onException));
    assertEquals(List.of("late"), ran);
    tasks.release();
    assertEquals(MINUTE, tasks.runDue(onException));
    assertEquals(List.of("late", "next"), ran);
  }

  @ParameterizedTest
  @EnumSource
  void a_pass_in_parallel_that_is_under_way_catches_up_with_no_more(OnException onException)
      throws Exception {
    addLate(tasks::hold);
    ticker.advance(HOUR);
    assertEquals(SECOND, tasks.runDueInParallel(onException));
    assertEquals(List.of("late"), ran);
  }

  @ParameterizedTest
  @EnumSource
  void what_a_task_that_is_held_does_not_catch_up_with_is_missed(OnException onException)
      throws Exception {
    addLate(tasks::hold);
    ticker.advance(HOUR);
    tasks.runDue(onException);
    assertCounts(1, 59);
    tasks.release();
    tasks.runDue(onException);
    assertCounts(1, 59);
  }

  @Test
  void what_a_task_that_has_failed_does_not_catch_up_with_is_missed() {
    addLate(() -> {
      throw new IllegalStateException("down");
    });
    ticker.advance(HOUR);
    assertThrows(IllegalStateException.class, () -> tasks.runDue(OnException.STOP));
    assertCounts(1, 59);
  }

  private void assertCounts(long runs, long missed) {
    PeriodicTaskStatus status = tasks.status().getFirst();
    assertEquals(runs, status.runs());
    assertEquals(missed, status.missed());
  }

  @Test
  void a_timer_catches_up_with_no_more_when_its_group_ends() throws Exception {
    TaskGroup group = TaskGroup.named("g").timers(ticker.timers()).build();
    addLate(() -> {
      if (ran.size() == 1) {
        ticker.advance(HOUR);
      } else {
        group.stopTimers();
      }
    });
    tasks.start(group);
    ticker.advance(HOUR.plus(HOUR));
    assertEquals(List.of("late", "late"), ran);
  }
}
