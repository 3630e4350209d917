package dev.perennial.benchmarks;

import com.rabbitmq.client.Delivery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The limit: the same calls and casts, written by hand on the AMQP library, with the same queues,
/// persistence, confirms, mandatory flag, prefetch and bytes, and nothing else. `server PORT TOPIC
/// NAME…` or `client PORT TOPIC calls|casts|fanouts CALLERS,… SECONDS`.
final class RawRpcProgram {

  private static final int PREFETCH = 64;
  private static final String ID = "_msg_id\\\": \\\"";
  private static final String QUEUE = "_reply_q\\\": \\\"";
  private static final String RESULT = "result\\\": ";
  private static final int ID_LENGTH = 32;
  private static final int QUEUE_LENGTH = 38;

  private final Map<String, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();
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
              () -> bus.publishAndWait(RawBus.EXCHANGE, topic, note()),
              () -> handled(topic));
      default ->
          RpcLoad.casts(
              callers,
              seconds,
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
    String text = new String(delivery.getBody(), StandardCharsets.UTF_8);
    if (text.contains("\\\"note\\\"")) {
      handled.incrementAndGet();
      return;
    }
    long result = text.contains("\\\"handled\\\"") ? handled.get() : 3;
    String reply =
        "{\"oslo.version\": \"2.0\", \"oslo.message\": \"{\\\"result\\\": "
            + result
            + ", \\\"failure\\\": null, \\\"ending\\\": true, \\\"_msg_id\\\": \\\""
            + after(text, ID, ID_LENGTH)
            + "\\\", \\\"_unique_id\\\": \\\""
            + RawBus.newId()
            + "\\\"}\"}";
    bus.publish("", after(text, QUEUE, QUEUE_LENGTH), true, RawBus.properties().build(), reply);
  }

  private void openReplies() throws IOException {
    bus.consuming.queueDeclare(replyQueue, false, true, true, Map.of());
    bus.consuming.basicConsume(
        replyQueue,
        true,
        (_, delivery) -> {
          String text = new String(delivery.getBody(), StandardCharsets.UTF_8);
          CompletableFuture<String> caller = waiting.remove(after(text, ID, ID_LENGTH));
          if (caller != null) {
            caller.complete(text);
          }
        },
        _ -> {});
  }

  private String call(String key, String method) throws Exception {
    String id = RawBus.newId();
    CompletableFuture<String> reply = new CompletableFuture<>();
    waiting.put(id, reply);
    String request =
        "{\"oslo.version\": \"2.0\", \"oslo.message\": \"{\\\"method\\\": \\\""
            + method
            + "\\\", \\\"args\\\": {\\\"a\\\": 1, \\\"b\\\": 2}, \\\"_msg_id\\\": \\\""
            + id
            + "\\\", \\\"_reply_q\\\": \\\""
            + replyQueue
            + "\\\", \\\"_timeout\\\": null,"
            + tail();
    bus.publish(
        RawBus.EXCHANGE, key, true, RawBus.properties().expiration("60000").build(), request);
    return reply.get(60, TimeUnit.SECONDS);
  }

  private static String note() {
    return "{\"oslo.version\": \"2.0\", \"oslo.message\": \"{\\\"method\\\": \\\"note\\\","
        + " \\\"args\\\": {\\\"a\\\": 1, \\\"b\\\": 2},"
        + tail();
  }

  private static String tail() {
    return " \\\"_unique_id\\\": \\\""
        + RawBus.newId()
        + "\\\", \\\"_context_request_id\\\": \\\"req-"
        + UUID.randomUUID()
        + "\\\"}\"}";
  }

  private long handled(String key) throws Exception {
    String reply = call(key, "handled");
    int at = reply.indexOf(RESULT) + RESULT.length();
    return Long.parseLong(reply.substring(at, reply.indexOf(',', at)));
  }

  private static String after(String text, String key, int length) {
    int at = text.indexOf(key) + key.length();
    return text.substring(at, at + length);
  }
}
