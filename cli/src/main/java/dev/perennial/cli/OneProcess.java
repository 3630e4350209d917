package dev.perennial.cli;

import dev.perennial.cli.OperationAnswer.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Asks one process of a program to do something.
///
/// @param client a connection to the program; each request needs its own
/// @param name of the process, as an operator wrote it
record OneProcess(ControlClient client, String name) {

  static final String NAMES =
      "The process: SERVICE/SLOT, SERVICE if that has one worker, a pid, or supervisor.";

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /// @param words the name of an operation and its arguments
  /// @return the only row of its answer
  JsonNode perform(String... words) throws CommandFailure {
    List<String> request = new ArrayList<>(List.of("perform-in", name));
    request.addAll(List.of(words));
    ControlAnswer answer = client.ask(Optional.of(LIMIT), request.toArray(String[]::new));
    Optional<Worker<JsonNode>> process =
        OperationAnswer.of(answer, JsonNode.class).workers().stream().findFirst();
    Optional<String> failed = process.flatMap(Worker::failed);
    if (failed.isPresent()) {
      throw CommandFailure.failed(failed.get());
    }
    return process
        .flatMap(Worker::rows)
        .flatMap(rows -> rows.stream().findFirst())
        .orElseThrow(() -> CommandFailure.failed("the process has ended"));
  }
}
