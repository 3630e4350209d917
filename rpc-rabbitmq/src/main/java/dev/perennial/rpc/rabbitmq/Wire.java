package dev.perennial.rpc.rabbitmq;

import dev.perennial.rpc.Notification;
import dev.perennial.rpc.Priority;
import dev.perennial.rpc.RemoteFailure;
import dev.perennial.rpc.Reply;
import dev.perennial.rpc.RpcRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The messages of `oslo.messaging`: a JSON object as a text inside a JSON object, the envelope; in
/// a failing reply with a third one inside that.
///
/// What comes in is judged mildly: with or without the envelope, with unknown keys, with some
/// missing. What cannot be understood is a [MalformedMessageException].
final class Wire {

  private static final String VERSION_KEY = "oslo.version";
  private static final String MESSAGE_KEY = "oslo.message";
  private static final String VERSION = "2.0";
  private static final String CONTEXT_PREFIX = "_context_";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonMapper mapper =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
  private final ObjectWriter writer;

  Wire() {
    this.writer = mapper.writer();
  }

  /// With another layout of JSON, to compare texts with those of other programs.
  Wire(java.util.function.UnaryOperator<ObjectWriter> layout) {
    this.writer = layout.apply(mapper.writer());
  }

  /// How a call is to be answered.
  ///
  /// @param id what the reply repeats
  /// @param queue where to
  /// @param monitor how long the caller waits for a sign of life
  record ReplyTo(String id, String queue, Optional<Duration> monitor) {}

  /// A request as it came.
  ///
  /// @param request what it says
  /// @param replyTo empty for casts
  /// @param uniqueId by which a repetition is recognised
  record Incoming(RpcRequest request, Optional<ReplyTo> replyTo, Optional<String> uniqueId) {}

  /// A reply as it came.
  ///
  /// @param id the call that it answers
  /// @param reply what it says
  record IncomingReply(String id, Reply reply) {}

  byte[] request(RpcRequest request, Optional<ReplyTo> replyTo, String uniqueId) {
    ObjectNode payload = NODES.objectNode();
    payload.put("method", request.method());
    payload.set("args", object(request.args()));
    request.namespace().ifPresent(namespace -> payload.put("namespace", namespace));
    request.version().ifPresent(version -> payload.put("version", version));
    replyTo.ifPresent(to -> {
      payload.put("_msg_id", to.id);
      payload.put("_reply_q", to.queue);
      payload.set("_timeout", to.monitor.<JsonNode>map(Wire::seconds).orElse(NODES.nullNode()));
    });
    payload.put("_unique_id", uniqueId);
    request.context().forEach((key, value) -> payload.set(CONTEXT_PREFIX + key, value));
    return enveloped(payload);
  }

  byte[] reply(String id, Reply reply, String uniqueId) {
    ObjectNode payload = NODES.objectNode();
    switch (reply) {
      case Reply.Result(JsonNode value) -> outcome(payload, value, NODES.nullNode(), true);
      case Reply.Failed(RemoteFailure failure) ->
          outcome(payload, NODES.nullNode(), NODES.stringNode(text(failure(failure))), true);
      case Reply.Heartbeat _ -> outcome(payload, NODES.nullNode(), NODES.nullNode(), false);
    }
    payload.put("_msg_id", id);
    payload.put("_unique_id", uniqueId);
    return enveloped(payload);
  }

  byte[] notification(Notification notification, boolean enveloped, String uniqueId) {
    ObjectNode payload = NODES.objectNode();
    payload.put("message_id", notification.messageId());
    payload.put("publisher_id", notification.publisherId());
    payload.put("event_type", notification.eventType());
    payload.put("priority", notification.priority().name());
    payload.set("payload", notification.payload());
    payload.put("timestamp", notification.timestamp());
    payload.put("_unique_id", uniqueId);
    notification.context().forEach((key, value) -> payload.set(CONTEXT_PREFIX + key, value));
    return enveloped ? enveloped(payload) : writer.writeValueAsBytes(payload);
  }

  Incoming readRequest(byte[] body) throws MalformedMessageException {
    return contained(() -> toRequest(open(body)));
  }

  IncomingReply readReply(byte[] body) throws MalformedMessageException {
    return contained(() -> toReply(open(body)));
  }

  Notification readNotification(byte[] body) throws MalformedMessageException {
    return contained(() -> toNotification(open(body)));
  }

  /// Reads something, whatever a peer has sent.
  @FunctionalInterface
  private interface Reading<T> {
    T read() throws MalformedMessageException;
  }

  // Whatever is thrown here would else leave the message with nobody, and the broker waiting.
  private static <T> T contained(Reading<T> reading) throws MalformedMessageException {
    try {
      return reading.read();
    } catch (RuntimeException odd) {
      throw new MalformedMessageException("not understood: " + odd.getMessage(), odd);
    }
  }

  private static Incoming toRequest(JsonNode payload) throws MalformedMessageException {
    JsonNode args = payload.path("args");
    RpcRequest request =
        new RpcRequest(
            requireText(payload, "method"),
            args.isObject() ? map(args) : Map.of(),
            text(payload, "namespace"),
            text(payload, "version"),
            context(payload));
    Optional<ReplyTo> replyTo =
        text(payload, "_msg_id")
            .flatMap(id -> text(payload, "_reply_q").map(queue -> replyTo(id, queue, payload)));
    return new Incoming(request, replyTo, text(payload, "_unique_id"));
  }

  private IncomingReply toReply(JsonNode payload) throws MalformedMessageException {
    String id = requireText(payload, "_msg_id");
    JsonNode failure = payload.path("failure");
    JsonNode result = payload.path("result");
    if (!failure.isNull() && !failure.isMissingNode()) {
      return new IncomingReply(id, new Reply.Failed(readFailure(failure)));
    }
    boolean heartbeat = !payload.path("ending").asBoolean(false) && !hasValue(result);
    return new IncomingReply(
        id,
        heartbeat
            ? new Reply.Heartbeat()
            : new Reply.Result(hasValue(result) ? result : NODES.nullNode()));
  }

  private static Notification toNotification(JsonNode payload) throws MalformedMessageException {
    try {
      return new Notification(
          text(payload, "message_id").orElse(""),
          text(payload, "publisher_id").orElse(""),
          requireText(payload, "event_type"),
          Priority.valueOf(requireText(payload, "priority").toUpperCase(Locale.ROOT)),
          payload.path("payload").isMissingNode() ? NODES.nullNode() : payload.path("payload"),
          text(payload, "timestamp").orElse(""),
          context(payload));
    } catch (IllegalArgumentException noPriority) {
      throw new MalformedMessageException("unknown priority", noPriority);
    }
  }

  /// The id by which a message that came back can be recognised.
  Optional<String> uniqueId(byte[] body) {
    try {
      return text(open(body), "_unique_id");
    } catch (MalformedMessageException notOurs) {
      return Optional.empty();
    }
  }

  private static void outcome(ObjectNode payload, JsonNode result, JsonNode failure, boolean end) {
    payload.set("result", result);
    payload.set("failure", failure);
    payload.put("ending", end);
  }

  private static ObjectNode failure(RemoteFailure failure) {
    ObjectNode json = NODES.objectNode();
    json.put("class", failure.type());
    json.put("module", failure.module());
    json.put("message", failure.message());
    json.set(
        "tb",
        NODES.arrayNode().addAll(failure.traceback().stream().map(NODES::stringNode).toList()));
    json.set("args", NODES.arrayNode().addAll(failure.args()));
    json.set("kwargs", object(failure.kwargs()));
    return json;
  }

  // A peer's failure is never worse than unreadable: the caller gets what there is.
  private RemoteFailure readFailure(JsonNode sent) {
    JsonNode json;
    try {
      json = sent.isString() ? mapper.readTree(sent.asString()) : sent;
    } catch (JacksonException malformed) {
      json = NODES.objectNode().put("message", sent.asString());
    }
    List<String> trace = new ArrayList<>();
    json.path("tb").forEach(line -> trace.add(line.asString("")));
    List<JsonNode> args = new ArrayList<>();
    json.path("args").forEach(args::add);
    return new RemoteFailure(
        text(json, "class").orElse("Exception"),
        text(json, "module").orElse(""),
        text(json, "message").orElse(""),
        trace,
        args,
        json.path("kwargs").isObject() ? map(json.path("kwargs")) : Map.of());
  }

  private byte[] enveloped(ObjectNode payload) {
    ObjectNode envelope = NODES.objectNode();
    envelope.put(VERSION_KEY, VERSION);
    envelope.put(MESSAGE_KEY, text(payload));
    return writer.writeValueAsBytes(envelope);
  }

  private String text(JsonNode json) {
    return writer.writeValueAsString(json);
  }

  private JsonNode open(byte[] body) throws MalformedMessageException {
    try {
      JsonNode outer = mapper.readTree(body);
      if (!outer.isObject()) {
        throw new MalformedMessageException("not a JSON object");
      }
      if (!outer.has(VERSION_KEY) || !outer.has(MESSAGE_KEY)) {
        return outer;
      }
      if (!outer.path(VERSION_KEY).asString("").equals(VERSION)) {
        throw new MalformedMessageException(
            "envelope of version " + outer.path(VERSION_KEY) + ", known is " + VERSION);
      }
      JsonNode inner = mapper.readTree(outer.path(MESSAGE_KEY).asString(""));
      if (!inner.isObject()) {
        throw new MalformedMessageException("not a JSON object in the envelope");
      }
      return inner;
    } catch (JacksonException malformed) {
      throw new MalformedMessageException("not JSON: " + malformed.getOriginalMessage(), malformed);
    }
  }

  private static ReplyTo replyTo(String id, String queue, JsonNode payload) {
    if (!Topology.isName(queue)) {
      throw new IllegalArgumentException("no queue has the name in _reply_q");
    }
    JsonNode timeout = payload.path("_timeout");
    double seconds = timeout.isNumber() ? timeout.asDouble(0) : 0;
    Optional<Duration> monitor =
        seconds >= 2 && seconds < 1e9
            ? Optional.of(Duration.ofSeconds((long) seconds))
            : Optional.empty();
    return new ReplyTo(id, queue, monitor);
  }

  private static Map<String, JsonNode> context(JsonNode payload) {
    Map<String, JsonNode> context = new LinkedHashMap<>();
    payload
        .properties()
        .forEach(entry -> {
          if (entry.getKey().startsWith(CONTEXT_PREFIX)) {
            context.put(entry.getKey().substring(CONTEXT_PREFIX.length()), entry.getValue());
          }
        });
    return context;
  }

  private static JsonNode seconds(Duration length) {
    return length.getNano() == 0
        ? NODES.numberNode(length.toSeconds())
        : NODES.numberNode(length.toMillis() / 1000.0);
  }

  private static ObjectNode object(Map<String, JsonNode> entries) {
    ObjectNode object = NODES.objectNode();
    entries.forEach(object::set);
    return object;
  }

  private static Map<String, JsonNode> map(JsonNode object) {
    Map<String, JsonNode> map = new LinkedHashMap<>();
    object.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue()));
    return map;
  }

  private static boolean hasValue(JsonNode json) {
    return !json.isNull() && !json.isMissingNode();
  }

  private static Optional<String> text(JsonNode json, String key) {
    JsonNode value = json.path(key);
    return value.isString() && !value.asString().isEmpty()
        ? Optional.of(value.asString())
        : Optional.empty();
  }

  private static String requireText(JsonNode json, String key) throws MalformedMessageException {
    return text(json, key).orElseThrow(() -> new MalformedMessageException("no " + key));
  }

  /// A message that cannot be understood.
  static final class MalformedMessageException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedMessageException(String message) {
      super(message);
    }

    MalformedMessageException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
