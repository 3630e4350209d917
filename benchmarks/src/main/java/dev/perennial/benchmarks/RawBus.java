package dev.perennial.benchmarks;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

/// A connection to publish and one to consume, by the AMQP library and nothing else.
final class RawBus {

  static final String EXCHANGE = "openstack";

  private final ConcurrentNavigableMap<Long, CompletableFuture<Boolean>> unconfirmed =
      new ConcurrentSkipListMap<>();
  private final Channel publishing;
  final Channel consuming;
  final String topic;

  RawBus(int port, String topic) throws Exception {
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
    publishing.addConfirmListener(this::confirmed, this::confirmed);
    publishing.exchangeDeclare(EXCHANGE, BuiltinExchangeType.TOPIC, false);
    publishing.exchangeDeclare(fanout(), BuiltinExchangeType.FANOUT, false, true, Map.of());
  }

  /// The exchange whose messages go to every server.
  String fanout() {
    return topic + "_fanout";
  }

  void publish(String exchange, String key, boolean mandatory, BasicProperties how, byte[] body)
      throws IOException {
    // A channel is not meant for several threads at once.
    synchronized (publishing) {
      publishing.basicPublish(exchange, key, mandatory, how, body);
    }
  }

  /// Publishes, and waits until the broker has it.
  void publishAndWait(String exchange, String key, byte[] body) throws Exception {
    CompletableFuture<Boolean> confirm = new CompletableFuture<>();
    synchronized (publishing) {
      unconfirmed.put(publishing.getNextPublishSeqNo(), confirm);
      publishing.basicPublish(exchange, key, false, properties().build(), body);
    }
    confirm.get(60, TimeUnit.SECONDS);
  }

  static BasicProperties.Builder properties() {
    return new BasicProperties.Builder()
        .contentType("application/json")
        .contentEncoding("utf-8")
        .headers(Map.of())
        .deliveryMode(2)
        .priority(0);
  }

  static String newId() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  private void confirmed(long tag, boolean multiple) {
    if (!multiple) {
      // Those of calls wait for a reply and not for this.
      Optional.ofNullable(unconfirmed.remove(tag)).ifPresent(confirm -> confirm.complete(true));
      return;
    }
    Map<Long, CompletableFuture<Boolean>> upTo = unconfirmed.headMap(tag, true);
    upTo.values().forEach(confirm -> confirm.complete(true));
    upTo.clear();
  }
}
