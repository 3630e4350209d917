package dev.perennial.http;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/// JSON as the services speak it: snake case, read strictly.
final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
          .build();

  private Json() {}

  static boolean isJson(String contentType) {
    int end = contentType.indexOf(';');
    String media = (end < 0 ? contentType : contentType.substring(0, end)).strip();
    String lower = media.toLowerCase(Locale.ROOT);
    return lower.equals("application/json")
        || (lower.startsWith("application/") && lower.endsWith("+json"));
  }

  static byte[] write(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  static <T> T read(byte[] content, Class<T> type) {
    if (content.length == 0) {
      throw new HttpError(400, "the body is empty");
    }
    try {
      return present(MAPPER.readValue(content, type));
    } catch (JacksonException failure) {
      throw new HttpError(400, reason(failure) + place(where(failure, content)));
    }
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new HttpError(400, "the body must not be null");
    }
    return value;
  }

  // Jackson's own texts name Java classes, which are nobody's business outside.
  private static String reason(JacksonException failure) {
    return switch (failure) {
      case UnrecognizedPropertyException unknown ->
          "unknown field '" + unknown.getPropertyName() + "'";
      case StreamReadException malformed -> "malformed JSON: " + firstLine(malformed);
      case DatabindException wrong -> "wrong value" + field(wrong);
      default -> "malformed JSON";
    };
  }

  private static String firstLine(StreamReadException malformed) {
    return malformed.getOriginalMessage().lines().findFirst().orElse("");
  }

  private static String field(DatabindException wrong) {
    String path = steps(wrong).collect(Collectors.joining("."));
    return path.isEmpty() ? "" : " for '" + path + "'";
  }

  private static @Nullable TokenStreamLocation where(JacksonException failure, byte[] content) {
    TokenStreamLocation known = failure.getLocation();
    return (known == null || known.getLineNr() < 0) && failure instanceof DatabindException wrong
        ? find(wrong.getPath(), content)
        : known;
  }

  // Fields that a record does not have are read aside, where their place gets lost. What follows
  // them may be malformed too.
  private static @Nullable TokenStreamLocation find(
      List<JacksonException.Reference> path, byte[] content) {
    try (JsonParser parser = MAPPER.createParser(content)) {
      return JsonPlace.of(path, parser);
    } catch (JacksonException malformed) {
      return null;
    }
  }

  private static Stream<String> steps(DatabindException wrong) {
    return wrong.getPath().stream()
        .map(step ->
            step.getPropertyName() == null
                ? Integer.toString(step.getIndex())
                : step.getPropertyName());
  }

  private static String place(@Nullable TokenStreamLocation where) {
    return where == null || where.getLineNr() < 0
        ? ""
        : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")";
  }
}
