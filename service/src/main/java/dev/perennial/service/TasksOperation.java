package dev.perennial.service;

import dev.perennial.schedule.PeriodicTaskStatus;
import dev.perennial.schedule.PeriodicTasks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The periodic tasks of a service as its operators see them: `list`, `pause NAME`, `resume NAME`
/// and `run NAME`, each answered by what the tasks have done and will do.
///
/// ```java
/// @Override
/// public Map<String, Operation> operations() {
///   return Map.of(TasksOperation.NAME, new TasksOperation(periodic));
/// }
/// ```
///
/// A pause holds in the process that was told, until it ends.
public final class TasksOperation implements Operation {

  /// The name under which `perennial tasks` finds it.
  public static final String NAME = "tasks";

  private static final double NANOS = 1e9;

  private final PeriodicTasks tasks;

  /// Offers some tasks to operators.
  ///
  /// @param tasks of the service
  public TasksOperation(PeriodicTasks tasks) {
    this.tasks = tasks;
  }

  @Override
  public Optional<List<Map<String, Object>>> perform(List<String> arguments) {
    String verb = arguments.isEmpty() ? "list" : arguments.getFirst();
    if (verb.equals("list") && arguments.size() <= 1) {
      return Optional.of(tasks.status().stream().map(TasksOperation::row).toList());
    }
    if (arguments.size() != 2) {
      throw new IllegalArgumentException(
          "say list, or pause, resume or run and the name of a task");
    }
    String name = arguments.get(1);
    if (rowsOf(name).isEmpty()) {
      return Optional.empty();
    }
    tell(verb, name);
    return Optional.of(rowsOf(name));
  }

  private void tell(String verb, String name) {
    switch (verb) {
      case "pause" -> tasks.pause(name);
      case "resume" -> tasks.resume(name);
      case "run" -> tasks.runNow(name);
      default ->
          throw new IllegalArgumentException("a task can be paused, resumed or run, not: " + verb);
    }
  }

  private List<Map<String, Object>> rowsOf(String name) {
    return tasks.status().stream()
        .filter(task -> task.name().equals(name))
        .map(TasksOperation::row)
        .toList();
  }

  private static Map<String, Object> row(PeriodicTaskStatus task) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("task", task.name());
    row.put("state", task.state().name().toLowerCase(Locale.ROOT));
    row.put("spacing_s", task.spacing().toNanos() / NANOS);
    task.sinceLast().ifPresent(time -> row.put("last_s_ago", time.toNanos() / NANOS));
    task.untilNext().ifPresent(time -> row.put("next_in_s", time.toNanos() / NANOS));
    task.lastDuration().ifPresent(time -> row.put("duration_s", time.toNanos() / NANOS));
    row.put("longest_s", task.longestDuration().toNanos() / NANOS);
    row.put("runs", task.runs());
    row.put("failures", task.failures());
    row.put("missed", task.missed());
    row.put("overruns", task.overruns());
    task.lastFailure().ifPresent(text -> row.put("last_failure", text));
    return row;
  }
}
