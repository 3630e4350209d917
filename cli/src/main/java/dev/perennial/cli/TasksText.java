package dev.perennial.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// The periodic tasks of a program as a table.
final class TasksText {

  /// What all processes said.
  private record Answer(List<Worker> workers) {}

  /// What one process said: rows, or why it has none.
  private record Worker(
      String service, int slot, long pid, Optional<List<Task>> rows, Optional<String> failed) {}

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

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private TasksText() {}

  static String of(String json) throws CommandFailure {
    TextTable table =
        new TextTable(
            "SERVICE", ">SLOT", "TASK", "STATE", ">EVERY", ">LAST", ">NEXT", ">TOOK", ">RUNS",
            ">FAILED", ">MISSED");
    StringBuilder failures = new StringBuilder();
    for (Worker worker : parse(json).workers()) {
      worker.rows().orElse(List.of()).forEach(task -> table.row(cells(worker, task)));
      worker
          .failed()
          .ifPresent(why ->
              failures
                  .append(worker.service() + "/" + worker.slot() + " failed: " + why)
                  .append(System.lineSeparator()));
    }
    return table.toString() + failures;
  }

  private static String[] cells(Worker worker, Task task) {
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

  private static Answer parse(String json) throws CommandFailure {
    try {
      return MAPPER.readValue(json, Answer.class);
    } catch (JacksonException failure) {
      throw CommandFailure.failed(
          "the program's answer cannot be read: " + failure.getOriginalMessage());
    }
  }
}
