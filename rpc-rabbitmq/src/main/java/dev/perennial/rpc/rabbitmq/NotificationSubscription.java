package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.Channel;
import dev.perennial.rpc.NotificationInterest;
import dev.perennial.rpc.Priority;
import dev.perennial.rpc.Subscription;
import dev.perennial.rpc.Target;
import dev.perennial.schedule.Deadline;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

/// The queues of notifications that a listener wants: one for each topic and priority, or the one
/// of its pool.
///
/// Thread-safe.
final class NotificationSubscription implements Subscription {

  private final Topology topology;
  private final NotificationInterest interest;
  private final Function<Target, String> exchanges;
  private final ConsumedQueues queues;
  private final Consumers.Entry entry;

  NotificationSubscription(
      Consumers consumers,
      Topology topology,
      NotificationInterest interest,
      Function<Target, String> exchanges,
      RabbitTransport.Receiver receiver) {
    this.topology = topology;
    this.interest = interest;
    this.exchanges = exchanges;
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
    entry.end(() -> {});
  }

  private void begin(Channel channel, Runnable again) throws IOException {
    if (queues.isCancelled()) {
      return;
    }
    channel.basicQos(interest.window());
    Set<String> wanted = new LinkedHashSet<>();
    for (Target target : interest.targets()) {
      for (Priority priority : interest.priorities()) {
        String key = target.requireTopic() + "." + priority.queueSuffix();
        String queue = interest.pool().orElse(key);
        topology.declareShared(channel, exchanges.apply(target), queue, key);
        wanted.add(queue);
      }
    }
    queues.moveTo(channel);
    for (String queue : wanted) {
      queues.consume(channel, queue, queue, again);
    }
  }
}
