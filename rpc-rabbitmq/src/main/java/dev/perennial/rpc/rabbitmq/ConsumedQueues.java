package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.Channel;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Timer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
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

  private static final System.Logger LOG = System.getLogger("dev.perennial.rpc.rabbitmq");

  // A stop has other things to wait for.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

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

  /// Tells the broker to deliver no more. It has no need to be told if the connection is lost. If
  /// it does not answer the channel is given up, so that nothing more comes, and what is not
  /// acknowledged goes to others.
  void cancel(Deadline deadline) throws InterruptedException {
    cancelled = true;
    CompletableFuture<Boolean> done = consumers.link().done(this::cancelNow);
    Timer late = consumers.timers().after(PATIENCE, () -> giveUp(done));
    done.whenComplete((_, _) -> late.cancel());
    try {
      consumers.timers().await(done, deadline.remaining());
    } catch (TimeoutException goesOn) {
      // until it is done or given up
    } catch (ExecutionException cannotHappen) {
      throw new IllegalStateException(cannotHappen);
    }
  }

  // Whatever keeps the thread of the link waiting: that is let go by the end of the channel.
  private void giveUp(CompletableFuture<Boolean> unanswered) {
    if (!unanswered.isDone()) {
      giveUpChannel();
      unanswered.complete(true);
    }
  }

  private void cancelNow() throws IOException {
    if (current.filter(Channel::isOpen).isEmpty()) {
      return;
    }
    try {
      for (String tag : tags) {
        current.get().basicCancel(tag);
      }
    } catch (IOException failure) {
      if (BrokerErrors.isSilence(failure)) {
        giveUpChannel();
      }
      throw failure;
    }
  }

  private void giveUpChannel() {
    LOG.log(
        Level.WARNING,
        "the broker does not answer that it delivers no more; its channel is given up, and what is"
            + " not acknowledged goes to others");
    current.ifPresent(UnansweredChannel::close);
  }
}
