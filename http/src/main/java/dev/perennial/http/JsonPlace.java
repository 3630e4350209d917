package dev.perennial.http;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/// Finds where something stands in a text of JSON, in one pass over what stands before it.
final class JsonPlace {

  private JsonPlace() {}

  /// @param path leads to it, from the outside in
  /// @param parser at the beginning of the text
  /// @return where it begins, a field with its name; nothing if the path leads nowhere
  /// @throws JacksonException if the text is malformed before it
  static @Nullable TokenStreamLocation of(
      List<JacksonException.Reference> path, JsonParser parser) {
    parser.nextToken();
    TokenStreamLocation place = parser.currentTokenLocation();
    for (JacksonException.Reference step : path) {
      if (!reach(step, parser)) {
        return null;
      }
      place = parser.currentTokenLocation();
      toValue(parser);
    }
    return place;
  }

  // To the name of a field, or to an element.
  private static boolean reach(JacksonException.Reference step, JsonParser parser) {
    String name = step.getPropertyName();
    if (parser.currentToken() != (name == null ? JsonToken.START_ARRAY : JsonToken.START_OBJECT)) {
      return false;
    }
    for (int i = 0; !parser.nextToken().isStructEnd(); i++) {
      if (name == null ? i == step.getIndex() : name.equals(parser.currentName())) {
        return true;
      }
      toValue(parser);
      parser.skipChildren();
    }
    return false;
  }

  private static void toValue(JsonParser parser) {
    if (parser.currentToken() == JsonToken.PROPERTY_NAME) {
      parser.nextToken();
    }
  }
}
