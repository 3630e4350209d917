package dev.perennial.rpc;

import java.lang.reflect.Type;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The usual serializer, for one that differs in a single respect.
interface StandardSerializer extends Serializer {

  @Override
  default JsonNode serialize(RpcContext context, Object value) {
    return JsonSerializer.standard().serialize(context, value);
  }

  @Override
  default Object deserialize(RpcContext context, JsonNode json, Type type) {
    return JsonSerializer.standard().deserialize(context, json, type);
  }

  @Override
  default Map<String, JsonNode> serializeContext(RpcContext context) {
    return JsonSerializer.standard().serializeContext(context);
  }

  @Override
  default RpcContext deserializeContext(Map<String, JsonNode> sent) {
    return JsonSerializer.standard().deserializeContext(sent);
  }
}
