package dev.perennial.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the processes of a program said when they were told to open their log files again.
///
/// @param workers one of each
record ReopenedLogs(List<Worker> workers) {

  /// What one process said: nothing more, or why it could not.
  record Worker(String service, int slot, long pid, Optional<String> failed) {

    @Override
    public String toString() {
      return service + "/" + slot + " (" + pid + ")";
    }
  }

  static ReopenedLogs of(String json) throws CommandFailure {
    return ProgramJson.read(json, ReopenedLogs.class);
  }

  /// @throws CommandFailure naming those that could not
  void requireAll() throws CommandFailure {
    String failures =
        workers.stream()
            .flatMap(worker -> worker.failed().map(why -> worker + ": " + why).stream())
            .collect(Collectors.joining("; "));
    if (!failures.isEmpty()) {
      throw CommandFailure.failed("log files stay as they are in " + failures);
    }
  }

  /// The processes in words.
  String processes() {
    return workers.stream().map(Worker::toString).collect(Collectors.joining(", "));
  }
}
