package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.Channel;
import dev.perennial.rpc.InvalidTargetException;
import dev.perennial.rpc.NotificationInterest;
import dev.perennial.rpc.Priority;
import dev.perennial.rpc.Subscription;
import dev.perennial.rpc.Target;
import dev.perennial.schedule.Deadline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// The queues of notifications that a listener wants: one for each topic and priority, or the one
/// of its pool.
///
/// Thread-safe.
final class NotificationSubscription implements Subscription {

  private final Topology topology;
  private final int window;
  private final List<Binding> bindings;
  private final ConsumedQueues queues;
  private final Consumers.Entry entry;

  /// A queue that gets what is sent to an exchange with a key.
  private record Binding(String exchange, String queue, String key) {

    Binding {
      Topology.requireName(exchange);
      Topology.requireName(queue);
      Topology.requireName(key);
    }
  }

  /// @param exchanges says to which exchange a target belongs
  /// @throws InvalidTargetException for a name that AMQP cannot carry
  NotificationSubscription(
      Consumers consumers,
      Topology topology,
      NotificationInterest interest,
      Function<Target, String> exchanges,
      RabbitTransport.Receiver receiver) {
    this.topology = topology;
    this.window = interest.window();
    this.bindings = bindings(interest, exchanges);
    this.queues = new ConsumedQueues(consumers, topology, receiver);
    this.entry = consumers.add(this::begin);
  }

  private static List<Binding> bindings(
      NotificationInterest interest, Function<Target, String> exchanges) {
    List<Binding> bindings = new ArrayList<>();
    for (Target target : interest.targets()) {
      for (Priority priority : interest.priorities()) {
        String key = target.requireTopic() + "." + priority.queueSuffix();
        bindings.add(new Binding(exchanges.apply(target), interest.pool().orElse(key), key));
      }
    }
    return List.copyOf(bindings);
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
    channel.basicQos(window);
    Set<String> wanted = new LinkedHashSet<>();
    for (Binding binding : bindings) {
      topology.declareShared(channel, binding.exchange(), binding.queue(), binding.key());
      wanted.add(binding.queue());
    }
    queues.moveTo(channel);
    for (String queue : wanted) {
      queues.consume(channel, queue, queue, again);
    }
  }
}
