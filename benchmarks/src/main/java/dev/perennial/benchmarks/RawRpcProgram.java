package dev.perennial.benchmarks;

import com.rabbitmq.client.Delivery;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The limit: the same calls and casts, written by hand on the AMQP library. `server PORT TOPIC
/// NAME…` or `client PORT TOPIC calls|casts|fanouts CALLERS,… SECONDS`.
///
/// The same as ours are: the queues, persistence, the mandatory flag, prefetch, an acknowledgement
/// before each request is run, two connections a program, the envelope with JSON in JSON, which
/// Jackson reads and writes on both sides, waiters for replies with a timeout, the expiration of
/// calls, and that a cast waits for the broker's confirm.
///
/// Left out is what a client has to do that lives longer than a benchmark: to notice that a reply
/// was returned or not confirmed and to send it again, to fail a call that was returned, to
/// recognise a request that comes twice, to drop one whose caller has given up, to bind who asks,
/// to bound and count what runs, to declare the exchange for all servers again, which goes with the
/// last of them, to hold messages back from a broker that blocks, to come back after the loss of a
/// connection, and to live through the interruption of a caller.
final class RawRpcProgram {

  private static final int PREFETCH = 64;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Map<String, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong handled = new AtomicLong();
  private final String replyQueue = "reply_" + RawBus.newId();
  private final RawBus bus;

  private RawRpcProgram(RawBus bus) {
    this.bus = bus;
  }

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[1]);
    if (args[0].equals("server")) {
      for (String name : List.of(args).subList(3, args.length)) {
        new RawRpcProgram(new RawBus(port, args[2])).serve(name);
      }
      System.out.println("ready");
      new CountDownLatch(1).await();
    } else {
      RawRpcProgram client = new RawRpcProgram(new RawBus(port, args[2]));
      client.openReplies();
      client.run(args[3], args[4], Integer.parseInt(args[5]));
      System.exit(0);
    }
  }

  private void run(String what, String callers, int seconds) throws Exception {
    String topic = bus.topic;
    switch (what) {
      case "calls" -> RpcLoad.calls(callers, seconds, () -> call(topic, "add"));
      case "casts" ->
          RpcLoad.casts(
              callers,
              seconds,
              RpcLoad.UNLIMITED,
              () -> bus.publishAndWait(RawBus.EXCHANGE, topic, note()),
              () -> handled(topic));
      default ->
          RpcLoad.casts(
              callers,
              seconds,
              RpcLoad.UNLIMITED,
              () -> bus.publishAndWait(bus.fanout(), "", note()),
              () -> RpcLoad.leastOfServers(name -> handled(topic + "." + name)));
    }
  }

  private void serve(String name) throws IOException {
    bus.consuming.basicQos(PREFETCH);
    for (String queue : List.of(bus.topic, bus.topic + "." + name)) {
      bus.consuming.queueDeclare(queue, false, false, false, Map.of());
      bus.consuming.queueBind(queue, RawBus.EXCHANGE, queue);
      bus.consuming.basicConsume(queue, false, (_, delivery) -> handle(delivery), _ -> {});
    }
    String own = bus.fanout() + "_" + RawBus.newId();
    bus.consuming.queueDeclare(own, false, true, true, Map.of());
    bus.consuming.queueBind(own, bus.fanout(), "");
    bus.consuming.basicConsume(own, false, (_, delivery) -> handle(delivery), _ -> {});
  }

  private void handle(Delivery delivery) throws IOException {
    bus.consuming.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
    JsonNode request = message(delivery);
    if (request.path("method").asString().equals("note")) {
      handled.incrementAndGet();
      return;
    }
    ObjectNode reply = JSON.createObjectNode();
    reply.put("result", result(request));
    reply.putNull("failure");
    reply.put("ending", true);
    reply.put("_msg_id", request.path("_msg_id").asString());
    reply.put("_unique_id", RawBus.newId());
    String queue = request.path("_reply_q").asString();
    bus.publish("", queue, true, RawBus.properties().build(), body(reply));
  }

  private long result(JsonNode request) {
    JsonNode args = request.path("args");
    return request.path("method").asString().equals("handled")
        ? handled.get()
        : args.path("a").asInt() + args.path("b").asInt();
  }

  private void openReplies() throws IOException {
    bus.consuming.queueDeclare(replyQueue, false, true, true, Map.of());
    bus.consuming.basicConsume(
        replyQueue,
        true,
        (_, delivery) -> {
          JsonNode reply = message(delivery);
          CompletableFuture<JsonNode> caller = waiting.remove(reply.path("_msg_id").asString());
          if (caller != null) {
            caller.complete(reply);
          }
        },
        _ -> {});
  }

  private long call(String key, String method) throws Exception {
    String id = RawBus.newId();
    CompletableFuture<JsonNode> reply = new CompletableFuture<>();
    waiting.put(id, reply);
    ObjectNode request = request(method);
    request.put("_msg_id", id);
    request.put("_reply_q", replyQueue);
    request.putNull("_timeout");
    bus.publish(
        RawBus.EXCHANGE, key, true, RawBus.properties().expiration("60000").build(), body(request));
    return reply.get(60, TimeUnit.SECONDS).path("result").asLong();
  }

  private static byte[] note() {
    return body(request("note"));
  }

  private static ObjectNode request(String method) {
    ObjectNode request = JSON.createObjectNode();
    request.put("method", method);
    request.putObject("args").put("a", 1).put("b", 2);
    request.put("_unique_id", RawBus.newId());
    request.put("_context_request_id", "req-" + UUID.randomUUID());
    return request;
  }

  private long handled(String key) throws Exception {
    return call(key, "handled");
  }

  private static byte[] body(ObjectNode message) {
    ObjectNode envelope = JSON.createObjectNode();
    envelope.put("oslo.version", "2.0");
    envelope.put("oslo.message", JSON.writeValueAsString(message));
    return JSON.writeValueAsBytes(envelope);
  }

  private static JsonNode message(Delivery delivery) {
    return JSON.readTree(JSON.readTree(delivery.getBody()).path("oslo.message").asString());
  }
}
