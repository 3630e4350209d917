package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.Channel;
import dev.perennial.rpc.Subscription;
import dev.perennial.rpc.Target;
import dev.perennial.schedule.Deadline;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The three queues of a server: of its topic, of itself, and of messages to all servers.
///
/// Thread-safe.
final class RequestSubscription implements Subscription {

  private static final String TOPIC_TAG = "1";
  private static final String SERVER_TAG = "2";
  private static final String FANOUT_TAG = "3";

  private final Consumers consumers;
  private final Topology topology;
  private final String exchange;
  private final String topic;
  private final String server;
  private final int prefetch;
  private final RabbitTransport.Receiver receiver;
  private final Consumers.Entry entry;
  // A new one for each connection: the broker may still keep the old one for the old connection.
  private volatile String fanoutQueue = "";
  private volatile Optional<Channel> current = Optional.empty();
  private volatile boolean cancelled;

  RequestSubscription(
      Consumers consumers,
      Topology topology,
      String exchange,
      Target target,
      int prefetch,
      RabbitTransport.Receiver receiver) {
    this.consumers = consumers;
    this.topology = topology;
    this.exchange = exchange;
    this.topic = target.requireTopic();
    this.server = Topology.serverKey(topic, target.requireServer());
    this.prefetch = prefetch;
    this.receiver = receiver;
    this.entry = consumers.add(this::begin);
  }

  Consumers.Entry entry() {
    return entry;
  }

  @Override
  public void cancel(Deadline deadline) throws InterruptedException {
    cancelled = true;
    CountDownLatch done = new CountDownLatch(1);
    boolean submitted = consumers.link().submit(() -> cancelNow(done));
    if (submitted) {
      done.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void close() {
    cancelled = true;
    entry.end(() -> current.orElseThrow().queueDelete(fanoutQueue));
  }

  private void begin(Channel channel, Runnable again) throws IOException {
    if (cancelled) {
      return;
    }
    channel.basicQos(prefetch);
    topology.declareShared(channel, exchange, topic);
    topology.declareShared(channel, exchange, server);
    topology.declareFanout(channel, topic);
    fanoutQueue = Topology.newFanoutQueue(topic);
    topology.declarePrivate(channel, fanoutQueue);
    channel.queueBind(fanoutQueue, Topology.fanoutExchange(topic), topic);
    current = Optional.of(channel);
    consume(channel, topic, TOPIC_TAG, again);
    consume(channel, server, SERVER_TAG, again);
    consume(channel, fanoutQueue, FANOUT_TAG, again);
  }

  private void consume(Channel channel, String queue, String tag, Runnable again)
      throws IOException {
    channel.basicConsume(
        queue,
        false,
        tag,
        false,
        false,
        topology.consumerArguments(),
        (_, delivery) -> receiver.receive(channel, delivery),
        _ -> again.run());
  }

  private void cancelNow(CountDownLatch done) throws IOException {
    try {
      Optional<Channel> channel = current.filter(Channel::isOpen);
      for (String tag :
          channel.isPresent() ? List.of(TOPIC_TAG, SERVER_TAG, FANOUT_TAG) : List.<String>of()) {
        channel.get().basicCancel(tag);
      }
    } finally {
      done.countDown();
    }
  }
}
