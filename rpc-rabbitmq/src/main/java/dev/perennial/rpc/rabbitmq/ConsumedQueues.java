package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.Channel;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Timers;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// The queues that a subscription consumes on the channel of the present connection, and the way to
/// end that.
///
/// Everything is done by the thread of the link, but for [#cancel], which any thread may call.
final class ConsumedQueues {

  private final Consumers consumers;
  private final Topology topology;
  private final RabbitTransport.Receiver receiver;
  private final Set<String> tags = new LinkedHashSet<>();
  private volatile Optional<Channel> current = Optional.empty();
  private volatile boolean cancelled;

  ConsumedQueues(Consumers consumers, Topology topology, RabbitTransport.Receiver receiver) {
    this.consumers = consumers;
    this.topology = topology;
    this.receiver = receiver;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /// Begins nothing more, whatever connections come.
  void markCancelled() {
    cancelled = true;
  }

  /// The channel on which queues are consumed, once there was one.
  Optional<Channel> channel() {
    return current;
  }

  /// The queues are consumed on this channel from now on.
  void moveTo(Channel channel) {
    tags.clear();
    current = Optional.of(channel);
  }

  void consume(Channel channel, String queue, String tag, Runnable again) throws IOException {
    tags.add(tag);
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

  /// Tells the broker to deliver no more. It has no need to be told if the connection is lost.
  void cancel(Deadline deadline) throws InterruptedException {
    cancelled = true;
    CompletableFuture<Boolean> done = consumers.link().done(this::cancelNow);
    try {
      Timers.system().await(done, deadline.remaining());
    } catch (TimeoutException late) {
      // it is done some time
    } catch (ExecutionException cannotHappen) {
      throw new IllegalStateException(cannotHappen);
    }
  }

  private void cancelNow() throws IOException {
    if (current.filter(Channel::isOpen).isPresent()) {
      for (String tag : tags) {
        current.get().basicCancel(tag);
      }
    }
  }
}
