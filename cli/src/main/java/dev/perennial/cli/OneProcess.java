package dev.perennial.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks one process of a program to do something.
///
/// @param client a connection to the program; each request needs its own
/// @param name of the process, as an operator wrote it
record OneProcess(ControlClient client, String name) {

  static final String NAMES =
      "The process: SERVICE/SLOT, SERVICE if that has one worker, a pid, or supervisor.";

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /// @param words the name of an operation and its arguments
  /// @return the only row of its answer
  JsonNode perform(String... words) throws CommandFailure {
    List<String> request = new ArrayList<>(List.of("perform-in", name));
    request.addAll(List.of(words));
    ControlAnswer answer = client.ask(Optional.of(LIMIT), request.toArray(String[]::new));
    return answer.ok() ? row(answer.text()) : refused(answer.text());
  }

  private static JsonNode row(String text) throws CommandFailure {
    JsonNode rows = parse(text).path("workers").path(0).path("rows");
    if (rows.isEmpty()) {
      throw CommandFailure.failed("the process has ended");
    }
    return rows.get(0);
  }

  // What a process could not do is told in JSON, what the program refused in words.
  private static JsonNode refused(String text) throws CommandFailure {
    if (text.startsWith("{")) {
      throw CommandFailure.failed(
          parse(text).path("workers").path(0).path("failed").asString("the process has ended"));
    }
    throw CommandFailure.failed(text);
  }

  private static JsonNode parse(String json) throws CommandFailure {
    try {
      return MAPPER.readTree(json);
    } catch (JacksonException failure) {
      throw CommandFailure.failed(
          "the program's answer cannot be read: " + failure.getOriginalMessage());
    }
  }
}
