package dev.perennial.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

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

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  static <T> OperationAnswer<T> parse(String json, Class<T> row) throws CommandFailure {
    try {
      return MAPPER.readValue(
          json, MAPPER.getTypeFactory().constructParametricType(OperationAnswer.class, row));
    } catch (JacksonException failure) {
      throw CommandFailure.failed(
          "the program's answer cannot be read: " + failure.getOriginalMessage());
    }
  }

  /// A line for each process that failed.
  String failures() {
    return workers.stream()
        .filter(worker -> worker.failed().isPresent())
        .map(worker -> worker.failure() + System.lineSeparator())
        .collect(Collectors.joining());
  }
}
