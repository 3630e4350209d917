package dev.perennial.cli;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// The periodic tasks of a program as a table.
final class TasksText {

  /// A task in one process.
  record Task(
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

  static String of(OperationAnswer<Task> answer) {
    TextTable table =
        new TextTable(
            "SERVICE", ">SLOT", "TASK", "STATE", ">EVERY", ">LAST", ">NEXT", ">TOOK", ">RUNS",
            ">FAILED", ">MISSED");
    for (OperationAnswer.Worker<Task> worker : answer.workers()) {
      worker.rows().orElse(List.of()).forEach(task -> table.row(cells(worker, task)));
    }
    return table.toString();
  }

  static List<String> names(OperationAnswer<Task> answer) {
    return answer.workers().stream()
        .flatMap(worker -> worker.rows().stream())
        .flatMap(List::stream)
        .map(Task::task)
        .distinct()
        .sorted()
        .toList();
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
