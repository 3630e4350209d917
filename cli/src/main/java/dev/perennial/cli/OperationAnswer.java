package dev.perennial.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the processes of a program said to an operation.
///
/// @param workers what each said that offers the operation
record OperationAnswer<T>(List<Worker<T>> workers) {

  /// What one process said: rows, or why it has none.
  record Worker<T>(
      String service, int slot, long pid, Optional<List<T>> rows, Optional<String> failed) {

    String failure() {
      return service + "/" + slot + " failed: " + failed.orElse("");
    }
  }

  static <T> OperationAnswer<T> parse(String json, Class<T> row) throws CommandFailure {
    return ProgramJson.readAnswer(json, row);
  }

  /// A line for each process that failed.
  String failures() {
    return workers.stream()
        .filter(worker -> worker.failed().isPresent())
        .map(worker -> worker.failure() + System.lineSeparator())
        .collect(Collectors.joining());
  }
}
