package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.Channel;
import dev.perennial.rpc.InvalidTargetException;
import dev.perennial.rpc.Subscription;
import dev.perennial.rpc.Target;
import dev.perennial.schedule.Deadline;
import java.io.IOException;

/// The three queues of a server: of its topic, of itself, and of messages to all servers.
///
/// Thread-safe.
final class RequestSubscription implements Subscription {

  private static final String TOPIC_TAG = "1";
  private static final String SERVER_TAG = "2";
  private static final String FANOUT_TAG = "3";

  private final Topology topology;
  private final String exchange;
  private final String topic;
  private final String server;
  private final int prefetch;
  private final ConsumedQueues queues;
  private final Consumers.Entry entry;
  // A new one for each connection: the broker may still keep the old one for the old connection.
  private volatile String fanoutQueue = "";

  /// @throws InvalidTargetException for a name that AMQP cannot carry
  RequestSubscription(
      Consumers consumers,
      Topology topology,
      String exchange,
      Target target,
      int prefetch,
      RabbitTransport.Receiver receiver) {
    this.topology = topology;
    this.exchange = Topology.requireName(exchange);
    this.topic = target.requireTopic();
    this.server = Topology.requireName(Topology.serverKey(topic, target.requireServer()));
    Topology.requireName(Topology.newFanoutQueue(topic));
    this.prefetch = prefetch;
    this.queues = new ConsumedQueues(consumers, topology, receiver);
    this.entry = consumers.add(this::begin);
  }

  Consumers.Entry entry() {
    return entry;
  }

  @Override
  public void cancel(Deadline deadline) throws InterruptedException {
    queues.cancel(deadline);
  }

  @Override
  public void close() {
    queues.markCancelled();
    entry.end(() -> queues.channel().orElseThrow().queueDeleteNoWait(fanoutQueue, false, false));
  }

  private void begin(Channel channel, Runnable again) throws IOException {
    if (queues.isCancelled()) {
      return;
    }
    channel.basicQos(prefetch);
    topology.declareShared(channel, exchange, topic);
    topology.declareShared(channel, exchange, server);
    topology.declareFanoutExchange(channel, Topology.fanoutExchange(topic));
    fanoutQueue = Topology.newFanoutQueue(topic);
    topology.declarePrivate(channel, fanoutQueue);
    channel.queueBind(fanoutQueue, Topology.fanoutExchange(topic), topic);
    queues.moveTo(channel);
    queues.consume(channel, topic, TOPIC_TAG, again);
    queues.consume(channel, server, SERVER_TAG, again);
    queues.consume(channel, fanoutQueue, FANOUT_TAG, again);
  }
}
