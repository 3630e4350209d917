package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import dev.perennial.rpc.InvalidTargetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// The names and shapes of exchanges and queues.
///
/// What other programs share has to be declared equally by all of them, so it follows the options
/// as `oslo.messaging` does. Reply and fanout queues are this program's own: exclusive, gone with
/// its connection, and no other program ever declares them.
final class Topology {

  private static final String FANOUT = "_fanout";
  private static final int LONGEST_NAME = 255;
  private static final int MOST_BYTES_OF_A_CHARACTER = 3;

  private final RabbitOptions options;

  Topology(RabbitOptions options) {
    this.options = options;
  }

  static String serverKey(String topic, String server) {
    return topic + "." + server;
  }

  static String fanoutExchange(String topic) {
    return topic + FANOUT;
  }

  static boolean isFanout(String exchange) {
    return exchange.endsWith(FANOUT);
  }

  static String newFanoutQueue(String topic) {
    return fanoutExchange(topic) + "_" + newId();
  }

  static String newReplyQueue() {
    return "reply_" + newId();
  }

  /// Whether AMQP can carry a name.
  static boolean isName(String text) {
    return text.length() <= LONGEST_NAME / MOST_BYTES_OF_A_CHARACTER
        || text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME;
  }

  /// A name that AMQP can carry.
  ///
  /// @throws InvalidTargetException if it is too long
  static String requireName(String text) {
    if (!isName(text)) {
      throw new InvalidTargetException(
          "names of topics, servers, exchanges and pools have to be of at most "
              + LONGEST_NAME
              + " bytes in AMQP, with what is added for a queue, not '"
              + text
              + "'");
    }
    return text;
  }

  /// Thirty-two lower-case hexadecimal digits.
  static String newId() {
    UUID id = UUID.randomUUID();
    StringBuilder text = new StringBuilder(32);
    appendHex(text, id.getMostSignificantBits());
    appendHex(text, id.getLeastSignificantBits());
    return text.toString();
  }

  private static void appendHex(StringBuilder text, long bits) {
    for (int shift = 60; shift >= 0; shift -= 4) {
      text.append(Character.forDigit((int) (bits >>> shift) & 15, 16));
    }
  }

  /// The exchange of topics.
  void declareExchange(Channel channel, String exchange) throws IOException {
    channel.exchangeDeclare(
        exchange, BuiltinExchangeType.TOPIC, durable(), options.amqpAutoDelete(), Map.of());
  }

  /// The exchange of messages to all servers of a topic.
  void declareFanoutExchange(Channel channel, String exchange) throws IOException {
    boolean durable = options.rabbitTransientQuorumQueue();
    channel.exchangeDeclare(exchange, BuiltinExchangeType.FANOUT, durable, true, Map.of());
  }

  /// A queue that programs share, with the exchange that it is bound to by its own name.
  void declareShared(Channel channel, String exchange, String queue) throws IOException {
    declareShared(channel, exchange, queue, queue);
  }

  /// A queue that programs share, bound by another key than its name.
  void declareShared(Channel channel, String exchange, String queue, String key)
      throws IOException {
    declareExchange(channel, exchange);
    channel.queueDeclare(queue, durable(), false, options.amqpAutoDelete(), sharedArguments());
    channel.queueBind(queue, exchange, key);
  }

  /// A queue of this connection only.
  void declarePrivate(Channel channel, String queue) throws IOException {
    channel.queueDeclare(queue, false, true, true, Map.of());
  }

  Map<String, Object> consumerArguments() {
    return options.enableCancelOnFailover() ? Map.of("x-cancel-on-ha-failover", true) : Map.of();
  }

  private boolean durable() {
    return options.amqpDurableQueues() || options.rabbitQuorumQueue();
  }

  private Map<String, Object> sharedArguments() {
    Map<String, Object> arguments = new HashMap<>();
    if (options.rabbitHaQueues()) {
      arguments.put("x-ha-policy", "all");
    }
    if (options.rabbitQuorumQueue()) {
      arguments.put("x-queue-type", "quorum");
      putPositive(arguments, "x-delivery-limit", options.rabbitQuorumDeliveryLimit());
      putPositive(arguments, "x-max-in-memory-length", options.rabbitQuorumMaxMemoryLength());
      putPositive(arguments, "x-max-in-memory-bytes", options.rabbitQuorumMaxMemoryBytes());
    }
    return arguments;
  }

  private static void putPositive(Map<String, Object> arguments, String name, int value) {
    if (value > 0) {
      arguments.put(name, value);
    }
  }
}
