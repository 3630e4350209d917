package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.Channel;
import dev.perennial.rpc.NotificationInterest;
import dev.perennial.rpc.Priority;
import dev.perennial.rpc.Subscription;
import dev.perennial.rpc.Target;
import dev.perennial.schedule.Deadline;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// The queues of notifications that a listener wants: one for each topic and priority, or the one
/// of its pool.
///
/// Thread-safe.
final class NotificationSubscription implements Subscription {

  private final Set<String> tags = new LinkedHashSet<>();
  private final Consumers consumers;
  private final Topology topology;
  private final NotificationInterest interest;
  private final Function<Target, String> exchanges;
  private final RabbitTransport.Receiver receiver;
  private final Consumers.Entry entry;
  private volatile Optional<Channel> current = Optional.empty();
  private volatile boolean cancelled;

  NotificationSubscription(
      Consumers consumers,
      Topology topology,
      NotificationInterest interest,
      Function<Target, String> exchanges,
      RabbitTransport.Receiver receiver) {
    this.consumers = consumers;
    this.topology = topology;
    this.interest = interest;
    this.exchanges = exchanges;
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
    if (consumers.link().submit(() -> cancelNow(done))) {
      done.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void close() {
    cancelled = true;
    entry.end(() -> {});
  }

  private void begin(Channel channel, Runnable again) throws IOException {
    if (cancelled) {
      return;
    }
    channel.basicQos(interest.window());
    tags.clear();
    for (Target target : interest.targets()) {
      for (Priority priority : interest.priorities()) {
        String key = target.requireTopic() + "." + priority.queueSuffix();
        String queue = interest.pool().orElse(key);
        topology.declareShared(channel, exchanges.apply(target), queue, key);
        tags.add(queue);
      }
    }
    current = Optional.of(channel);
    for (String queue : tags) {
      channel.basicConsume(
          queue,
          false,
          queue,
          false,
          false,
          topology.consumerArguments(),
          (_, delivery) -> receiver.receive(channel, delivery),
          _ -> again.run());
    }
  }

  private void cancelNow(CountDownLatch done) throws IOException {
    try {
      if (current.filter(Channel::isOpen).isPresent()) {
        for (String tag : tags) {
          current.get().basicCancel(tag);
        }
      }
    } finally {
      done.countDown();
    }
  }
}
