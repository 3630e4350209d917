package dev.perennial.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.schedule.PeriodicTask;
import dev.perennial.schedule.PeriodicTaskOptions;
import dev.perennial.schedule.PeriodicTasks;
import dev.perennial.schedule.SettableTicker;
import dev.perennial.schedule.TaskGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TasksOperationTest {

  private final SettableTicker ticker = new SettableTicker();
  private final PeriodicTasks tasks =
      new PeriodicTasks(
          Config.forTesting(PeriodicTaskOptions.class).build(), new Sweeper(), ticker.timers());
  private final TasksOperation operation = new TasksOperation(tasks);

  /// Has a task that fails.
  public static final class Sweeper {
    /// Creates one.
    public Sweeper() {}

    /// Fails.
    @PeriodicTask(spacing = 10)
    public void sweep() {
      throw new IllegalStateException("no broom");
    }
  }

  private Map<String, Object> only(String... words) {
    List<Map<String, Object>> rows = operation.perform(List.of(words)).orElseThrow();
    assertEquals(1, rows.size());
    return rows.getFirst();
  }

  @Test
  void the_list_has_what_the_tasks_did_and_will_do() {
    tasks.start(TaskGroup.named("g").timers(ticker.timers()).build());
    assertEquals(
        Map.of(
            "task",
            "sweep",
            "state",
            "waiting",
            "spacing_s",
            10.0,
            "next_in_s",
            10.0,
            "longest_s",
            0.0,
            "runs",
            0L,
            "failures",
            0L,
            "missed",
            0L,
            "overruns",
            0L),
        only("list"));
    ticker.advance(Duration.ofSeconds(12));
    Map<String, Object> row = only();
    assertEquals(1L, row.get("failures"));
    assertEquals(2.0, row.get("last_s_ago"));
    assertEquals(8.0, row.get("next_in_s"));
    assertEquals("java.lang.IllegalStateException: no broom", row.get("last_failure"));
  }

  @Test
  void a_task_can_be_paused_resumed_and_run() {
    tasks.start(TaskGroup.named("g").timers(ticker.timers()).build());
    assertEquals("paused", only("pause", "sweep").get("state"));
    ticker.advance(Duration.ofSeconds(15));
    assertEquals(0L, only().get("runs"));
    only("run", "sweep");
    ticker.advance(Duration.ZERO);
    assertEquals(1L, only().get("runs"));
    assertEquals("waiting", only("resume", "sweep").get("state"));
  }

  @Test
  void a_task_of_another_service_is_not_this_ones_affair() {
    assertEquals(Optional.empty(), operation.perform(List.of("pause", "other")));
  }

  @Test
  void what_cannot_be_understood_is_refused() {
    for (List<String> words :
        List.of(List.of("pause"), List.of("a", "b", "c"), List.of("dance", "sweep"))) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> operation.perform(words)).getMessage();
      assertTrue(message.contains("resume"), message);
    }
  }
}
