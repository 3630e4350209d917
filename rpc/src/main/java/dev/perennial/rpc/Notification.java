package dev.perennial.rpc;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Something that happened, as it is told to whoever listens.
///
/// @param messageId a UUID, unique to this notification
/// @param publisherId who tells it, usually `service.host`
/// @param eventType what happened, such as `vnf.create.end`
/// @param priority how important it is
/// @param payload the details
/// @param timestamp when, UTC, `YYYY-MM-DD HH:MM:SS.ffffff`
/// @param context the serialized context
public record Notification(
    String messageId,
    String publisherId,
    String eventType,
    Priority priority,
    JsonNode payload,
    String timestamp,
    Map<String, JsonNode> context) {}
