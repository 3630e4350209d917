package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.ReplyWaiters;
import dev.perennial.rpc.RpcException;
import dev.perennial.rpc.UnknownOutcomeException;
import dev.perennial.schedule.Deadline;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The private queue that the replies of all calls come to.
///
/// It is exclusive to the connection, so it leaves nothing behind. After a reconnect it comes back
/// under its name, and replies that servers still try to send arrive. Where the broker has not yet
/// noticed that the old connection is dead, the name is taken. It may do so in a moment, so the
/// name is tried twice; then there is a new one, and the calls that wait at the old one are told.
///
/// Thread-safe.
final class ReplyQueue {

  private static final int MOST_ATTEMPTS = 2;

  private final ReplyWaiters waiters = new ReplyWaiters();
  private final Consumers consumers;
  private final Topology topology;
  private final Consumer<Delivery> receiver;
  private Optional<Consumers.Entry> entry = Optional.empty();
  private volatile String name = Topology.newReplyQueue();
  // To declare it, without success so far. Of the thread of the link.
  private int attempts;

  ReplyQueue(Consumers consumers, Topology topology, Consumer<Delivery> receiver) {
    this.consumers = consumers;
    this.topology = topology;
    this.receiver = receiver;
  }

  ReplyWaiters waiters() {
    return waiters;
  }

  /// The name of the queue, once it is there for the first time.
  ///
  /// @param delivery how long, and for how many attempts to connect, its caller waits for that
  String name(dev.perennial.rpc.Delivery delivery, Supplier<String> what)
      throws InterruptedException {
    if (!isThere()) {
      await(delivery, what);
    }
    return name;
  }

  private synchronized boolean isThere() {
    return entry.isPresent() && entry.get().ready().state() == Future.State.SUCCESS;
  }

  private void await(dev.perennial.rpc.Delivery delivery, Supplier<String> what)
      throws InterruptedException {
    Attempts attempts = new Attempts(delivery.retries());
    consumers.count(attempts); // before the first is made
    try {
      await(entry(), attempts, delivery.deadline(), what);
    } finally {
      consumers.forget(attempts);
      attempts.end().complete(true); // so that nothing of it is left where others wait
    }
  }

  private void await(
      Consumers.Entry awaited, Attempts attempts, Deadline deadline, Supplier<String> what)
      throws InterruptedException {
    try {
      CompletableFuture.anyOf(awaited.ready(), attempts.end())
          .get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      String why = consumers.obstacle().map(text -> ": " + text).orElse("");
      throw new DeliveryException(
          "no connection to the broker in time; never sent: " + what.get() + why);
    } catch (ExecutionException refused) {
      if (awaited.ready().isCompletedExceptionally()) {
        forget(awaited);
      }
      throw refused.getCause() instanceof RpcException cause
          ? cause
          : new DeliveryException("no queue for replies", refused);
    }
  }

  private synchronized Consumers.Entry entry() {
    if (entry.isEmpty()) {
      entry = Optional.of(consumers.add(this::begin));
    }
    return entry.get();
  }

  // Somebody else may have forgotten it before, and have another one.
  private synchronized void forget(Consumers.Entry refused) {
    entry = entry.filter(present -> present != refused);
  }

  private void begin(Channel channel, Runnable again) throws IOException {
    if (attempts == MOST_ATTEMPTS) {
      // Somebody holds the name.
      attempts = 0;
      name = Topology.newReplyQueue();
      System.getLogger("dev.perennial.rpc.rabbitmq")
          .log(
              Level.WARNING,
              "the queue of replies is still held by a lost connection; using another");
      waiters.failAll(
          new UnknownOutcomeException(
              "the reply is lost with the connection; the method may have run"));
    }
    attempts++;
    topology.declarePrivate(channel, name);
    attempts = 0;
    channel.basicConsume(
        name,
        true,
        "replies",
        false,
        false,
        Map.of(),
        (_, delivery) -> receiver.accept(delivery),
        _ -> again.run());
  }
}
