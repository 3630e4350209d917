package dev.perennial.rpc;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a call or a cast says, independent of how a transport writes it.
///
/// @param method the name of the method
/// @param args its arguments by name
/// @param namespace the group of methods
/// @param version the version asked for; empty counts as 1.0
/// @param context the serialized context of the caller
public record RpcRequest(
    String method,
    Map<String, JsonNode> args,
    Optional<String> namespace,
    Optional<String> version,
    Map<String, JsonNode> context) {}
