package dev.perennial.benchmarks;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The limit: the same calls, written by hand on the AMQP library, with the same queues,
/// persistence, confirms, mandatory flag, prefetch and bytes, and nothing else. `server|client PORT
/// TOPIC [CALLERS SECONDS]`.
final class RawRpcProgram {

  private static final String EXCHANGE = "openstack";
  private static final int PREFETCH = 64;
  private static final String ID = "_msg_id\\\": \\\"";
  private static final String QUEUE = "_reply_q\\\": \\\"";
  private static final int ID_LENGTH = 32;
  private static final int QUEUE_LENGTH = 38;

  private final Map<String, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();
  private final String replyQueue = "reply_" + newId();
  private final String topic;
  private final Channel publishing;
  private final Channel consuming;

  private RawRpcProgram(int port, String topic) throws Exception {
    this.topic = topic;
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(port);
    factory.setAutomaticRecoveryEnabled(false);
    Connection publisher = factory.newConnection();
    Connection consumer = factory.newConnection();
    this.publishing = publisher.createChannel();
    this.consuming = consumer.createChannel();
    publishing.confirmSelect();
    publishing.exchangeDeclare(EXCHANGE, BuiltinExchangeType.TOPIC, false);
  }

  public static void main(String[] args) throws Exception {
    RawRpcProgram program = new RawRpcProgram(Integer.parseInt(args[1]), args[2]);
    if (args[0].equals("server")) {
      program.serve();
      System.out.println("ready");
      new CountDownLatch(1).await();
    } else {
      program.openReplies();
      RpcLoad.run(Integer.parseInt(args[3]), Integer.parseInt(args[4]), program::call);
      System.exit(0);
    }
  }

  private void serve() throws IOException {
    consuming.queueDeclare(topic, false, false, false, Map.of());
    consuming.queueBind(topic, EXCHANGE, topic);
    consuming.basicQos(PREFETCH);
    consuming.basicConsume(
        topic,
        false,
        (_, delivery) -> {
          consuming.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
          String text = new String(delivery.getBody(), StandardCharsets.UTF_8);
          String id = after(text, ID, ID_LENGTH);
          String reply =
              "{\"oslo.version\": \"2.0\", \"oslo.message\": \"{\\\"result\\\": 3, \\\"failure\\\":"
                  + " null, \\\"ending\\\": true, \\\"_msg_id\\\": \\\""
                  + id
                  + "\\\", \\\"_unique_id\\\": \\\""
                  + newId()
                  + "\\\"}\"}";
          publish("", after(text, QUEUE, QUEUE_LENGTH), reply, properties().build());
        },
        _ -> {});
  }

  private void openReplies() throws IOException {
    consuming.queueDeclare(replyQueue, false, true, true, Map.of());
    consuming.basicConsume(
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

  private String call() throws Exception {
    String id = newId();
    CompletableFuture<String> reply = new CompletableFuture<>();
    waiting.put(id, reply);
    String request =
        "{\"oslo.version\": \"2.0\", \"oslo.message\": \"{\\\"method\\\": \\\"add\\\", \\\"args\\\":"
            + " {\\\"a\\\": 1, \\\"b\\\": 2}, \\\"_msg_id\\\": \\\""
            + id
            + "\\\", \\\"_reply_q\\\": \\\""
            + replyQueue
            + "\\\", \\\"_timeout\\\": null,"
            + " \\\"_unique_id\\\": \\\""
            + newId()
            + "\\\", \\\"_context_request_id\\\":"
            + " \\\"req-"
            + UUID.randomUUID()
            + "\\\"}\"}";
    publish(EXCHANGE, topic, request, properties().expiration("60000").build());
    return reply.get(60, TimeUnit.SECONDS);
  }

  // A channel is not meant for several threads at once.
  private void publish(String exchange, String key, String body, BasicProperties properties)
      throws IOException {
    synchronized (publishing) {
      publishing.basicPublish(
          exchange, key, true, properties, body.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static BasicProperties.Builder properties() {
    return new BasicProperties.Builder()
        .contentType("application/json")
        .contentEncoding("utf-8")
        .headers(Map.of())
        .deliveryMode(2)
        .priority(0);
  }

  private static String after(String text, String key, int length) {
    int at = text.indexOf(key) + key.length();
    return text.substring(at, at + length);
  }

  private static String newId() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
