package dev.perennial.rpc;

import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// Records, collections, numbers, texts and times as JSON, by Jackson.
///
/// The components of a record are in snake case on the wire (`createdAt` is `created_at`), as
/// Python's services write them. Unknown properties are ignored, so that a peer may be newer.
/// Numbers that are not finite are refused when sent, since JSON has none, and accepted from peers
/// that send them nevertheless.
public final class JsonSerializer implements Serializer {

  private static final JsonSerializer STANDARD = new JsonSerializer(standardMapper());

  private final JsonMapper mapper;

  /// A serializer with another mapper.
  ///
  /// @param mapper reads and writes all values
  public JsonSerializer(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /// The serializer that is used where none is given.
  ///
  /// @return always the same object
  public static JsonSerializer standard() {
    return STANDARD;
  }

  private static JsonMapper standardMapper() {
    return JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .build();
  }

  @Override
  public JsonNode serialize(RpcContext context, Object value) {
    JsonNode json = mapper.valueToTree(value);
    requireFinite(json);
    return json;
  }

  @Override
  public Object deserialize(RpcContext context, JsonNode json, Type type) {
    return mapper.treeToValue(json, mapper.constructType(type));
  }

  @Override
  public Map<String, JsonNode> serializeContext(RpcContext context) {
    Map<String, JsonNode> json = new LinkedHashMap<>();
    context.values().forEach((key, value) -> json.put(key, serialize(context, value)));
    return json;
  }

  @Override
  public RpcContext deserializeContext(Map<String, JsonNode> json) {
    Map<String, Object> values = new LinkedHashMap<>();
    json.forEach((key, value) -> {
      if (!value.isNull()) {
        values.put(key, deserialize(RpcContext.empty(), value, Object.class));
      }
    });
    return RpcContext.of(values);
  }

  private static void requireFinite(JsonNode json) {
    boolean mayBeInfinite = json.isDouble() || json.isFloat();
    if (mayBeInfinite && !Double.isFinite(json.doubleValue())) {
      throw new IllegalArgumentException("JSON has no number " + json.asString());
    }
    if (json.isContainer()) {
      json.forEach(JsonSerializer::requireFinite);
    }
  }
}
