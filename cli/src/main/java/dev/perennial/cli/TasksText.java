package dev.perennial.cli;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The periodic tasks of a program as a table.
final class TasksText {

  /// A task in one process.
  private record Task(
      String task,
      String state,
      double spacingS,
      OptionalDouble lastSAgo,
      OptionalDouble nextInS,
      OptionalDouble durationS,
      long runs,
      long failures,
      long missed) {}

  private TasksText() {}

  static String of(String json) throws CommandFailure {
    TextTable table =
        new TextTable(
            "SERVICE", ">SLOT", "TASK", "STATE", ">EVERY", ">LAST", ">NEXT", ">TOOK", ">RUNS",
            ">FAILED", ">MISSED");
    OperationAnswer<Task> answer = OperationAnswer.parse(json, Task.class);
    for (OperationAnswer.Worker<Task> worker : answer.workers()) {
      worker.rows().orElse(List.of()).forEach(task -> table.row(cells(worker, task)));
    }
    return table + answer.failures();
  }

  /// The names of the tasks, each once.
  static SortedSet<String> names(String json) throws CommandFailure {
    return OperationAnswer.parse(json, Task.class).workers().stream()
        .flatMap(worker -> worker.rows().orElse(List.of()).stream())
        .map(Task::task)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// A line for each process that failed.
  static String failures(String json) throws CommandFailure {
    return OperationAnswer.parse(json, Task.class).failures().stripTrailing();
  }

  private static String[] cells(OperationAnswer.Worker<Task> worker, Task task) {
    return new String[] {
      worker.service(),
      Integer.toString(worker.slot()),
      task.task(),
      task.state(),
      seconds(OptionalDouble.of(task.spacingS())),
      seconds(task.lastSAgo()),
      seconds(task.nextInS()),
      seconds(task.durationS()),
      Long.toString(task.runs()),
      Long.toString(task.failures()),
      Long.toString(task.missed())
    };
  }

  private static String seconds(OptionalDouble length) {
    return length.isPresent() ? String.format(Locale.ROOT, "%.1f s", length.getAsDouble()) : "-";
  }
}
