package dev.perennial.rpc;

import java.lang.reflect.Type;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Turns arguments, results and contexts into JSON and back. [JsonSerializer] is the usual one; a
/// program wraps it to give its own objects another form on the wire, or to filter the context.
///
/// Thread-safe.
public interface Serializer {

  /// Makes JSON of an argument or a result.
  ///
  /// @param context of the message
  /// @param value what to write
  /// @return its JSON
  /// @throws RuntimeException if it cannot be written; the message names the type
  JsonNode serialize(RpcContext context, Object value);

  /// Makes an object of JSON.
  ///
  /// @param context of the message
  /// @param json what came; never the JSON null
  /// @param type what is wanted
  /// @return an object of that type
  /// @throws RuntimeException if it does not fit; the message says where
  Object deserialize(RpcContext context, JsonNode json, Type type);

  /// Makes JSON of a context.
  ///
  /// @param context what to write
  /// @return one value a key
  Map<String, JsonNode> serializeContext(RpcContext context);

  /// Makes a context of JSON. Keys whose value is the JSON null are left out.
  ///
  /// @param json one value a key
  /// @return the context, without a deadline
  RpcContext deserializeContext(Map<String, JsonNode> json);
}
