package dev.perennial.cli;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// Reads what a program says in JSON. What a newer one says on top of what is known here is passed
/// over; where something is missing that may not be, nothing can be made of it.
final class ProgramJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private ProgramJson() {}

  static <T> T read(String json, Class<T> type) throws CommandFailure {
    return read(json, MAPPER.constructType(type));
  }

  static <T> OperationAnswer<T> readAnswer(String json, Class<T> row) throws CommandFailure {
    return read(json, MAPPER.getTypeFactory().constructParametricType(OperationAnswer.class, row));
  }

  private static <T> T read(String json, JavaType type) throws CommandFailure {
    try {
      return MAPPER.readValue(json, type);
    } catch (JacksonException failure) {
      throw CommandFailure.failed(
          "the program's answer cannot be read: " + failure.getOriginalMessage());
    }
  }
}
