package dev.perennial.cli;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// The records of a registry, as a table too.
final class ServicesText {

  private ServicesText() {}

  /// The records that a program answered with. All processes of it that have the registry give the
  /// same answer, so the first one is as good as any.
  static List<JsonNode> rows(ControlAnswer answer) throws CommandFailure {
    List<OperationAnswer.Worker<JsonNode>> workers =
        OperationAnswer.of(answer, JsonNode.class).workers();
    for (OperationAnswer.Worker<JsonNode> worker : workers) {
      if (worker.rows().isPresent()) {
        return worker.rows().get();
      }
    }
    throw CommandFailure.failed(
        workers.stream()
            .flatMap(worker -> worker.failed().stream())
            .findFirst()
            .orElse("no process of the program has answered"));
  }

  static String of(List<JsonNode> services) {
    TextTable table =
        new TextTable(
            "BINARY", "HOST", "TOPIC", "STATE", "STATUS", ">SEEN", "VERSION", "DISABLED BECAUSE");
    for (JsonNode service : services) {
      table.row(
          text(service, "binary"),
          text(service, "host"),
          text(service, "topic"),
          state(service),
          text(service, "status"),
          String.format(Locale.ROOT, "%.1f s ago", service.path("last_seen_s_ago").asDouble(0)),
          text(service, "version"),
          text(service, "disabled_reason"));
    }
    return table.toString();
  }

  private static String state(JsonNode service) {
    return service.path("forced_down").asBoolean(false) ? "forced down" : text(service, "state");
  }

  private static String text(JsonNode service, String field) {
    return service.path(field).asString("-");
  }
}
