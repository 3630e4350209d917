package dev.perennial.launcher;

import java.util.List;

/// What a supervisor tells a worker, one line each on the control socket.
sealed interface WorkerOrder {

  /// The number of an operation whose result nobody waits for.
  long NOBODY_ASKED = 0;

  /// The predecessor is gone: begin what must not run twice.
  record TakeOver() implements WorkerOrder {}

  /// Take no new work, finish what was accepted, and exit.
  ///
  /// @param millis how long that may take; negative means that there is no bound
  record Drain(long millis) implements WorkerOrder {}

  /// Say what you are doing.
  record ReportActivity() implements WorkerOrder {}

  /// Perform an operation of the service.
  ///
  /// @param number of the request, to be said with the result
  /// @param words its name and arguments
  record Perform(long number, List<String> words) implements WorkerOrder {}

  /// Check whether this configuration could be switched to.
  ///
  /// @param snapshot the configuration as text
  record Prepare(String snapshot) implements WorkerOrder {}

  /// Switch to the configuration that was prepared.
  record Commit() implements WorkerOrder {}

  /// Forget the configuration that was prepared.
  record Abort() implements WorkerOrder {}

  /// Your last words have been heard: you may end.
  record Farewell() implements WorkerOrder {}

  default String toLine() {
    return switch (this) {
      case TakeOver _ -> "take-over";
      case Drain(long millis) -> Fields.join("drain", millis);
      case ReportActivity _ -> "report-activity";
      case Perform(long number, List<String> words) ->
          Fields.join("perform", number) + " " + Fields.join(words.toArray());
      case Prepare(String snapshot) -> Fields.join("prepare", snapshot);
      case Commit _ -> "commit";
      case Abort _ -> "abort";
      case Farewell _ -> "farewell";
    };
  }

  static WorkerOrder parse(String line) {
    List<String> words = Fields.split(line);
    return switch (words.getFirst()) {
      case "take-over" -> new TakeOver();
      case "drain" -> new Drain(Long.parseLong(words.get(1)));
      case "report-activity" -> new ReportActivity();
      case "perform" ->
          new Perform(Long.parseLong(words.get(1)), List.copyOf(words.subList(2, words.size())));
      case "prepare" -> new Prepare(words.get(1));
      case "commit" -> new Commit();
      case "abort" -> new Abort();
      case "farewell" -> new Farewell();
      default -> throw new IllegalArgumentException("no order of a supervisor: " + line);
    };
  }
}
