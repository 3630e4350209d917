package dev.perennial.cli;

import java.util.List;
import java.util.Optional;

/// What the processes of a program said to an operation.
///
/// @param workers what each said that offers the operation
record OperationAnswer<T>(List<Worker<T>> workers) {

  private static final String SUPERVISOR = "supervisor";

  /// What one process said: rows, or why it has none.
  record Worker<T>(
      String service, int slot, long pid, Optional<List<T>> rows, Optional<String> failed) {

    /// The name that operators know it by, and its pid.
    @Override
    public String toString() {
      return (service.equals(SUPERVISOR) ? service : service + "/" + slot) + " (" + pid + ")";
    }
  }

  /// What they said, also if none of them could do it.
  ///
  /// @throws CommandFailure in the program's words, if it asked none
  static <T> OperationAnswer<T> of(ControlAnswer answer, Class<T> row) throws CommandFailure {
    if (!answer.isOfProcesses()) {
      throw CommandFailure.failed(answer.text());
    }
    return ProgramJson.readAnswer(answer.text(), row);
  }

  /// Those that failed, and why.
  List<String> failures() {
    return workers.stream()
        .flatMap(worker -> worker.failed().map(why -> worker + ": " + why).stream())
        .toList();
  }

  /// @param trouble the beginning of the message, which goes on with the failures
  /// @throws CommandFailure if one failed
  void requireAll(String trouble) throws CommandFailure {
    if (!failures().isEmpty()) {
      throw CommandFailure.failed(trouble + " " + String.join("; ", failures()));
    }
  }
}
