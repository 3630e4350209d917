package dev.perennial.rpc;

import dev.perennial.rpc.MemoryExchange.Delivered;
import dev.perennial.rpc.MemoryExchange.MemoryConsumer;
import dev.perennial.schedule.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A bus within one process, for programs that are one process and for tests. It behaves as the
/// others do: queues outlive their servers, what is not accepted is given back, and values pass
/// through JSON.
final class MemoryTransport implements Transport {

  private final MemoryBus bus;
  private final RpcOptions options;
  private final ReplyWaiters waiters = new ReplyWaiters();
  private final AtomicLong lateReplies = new AtomicLong();
  private final Set<Subscription> subscriptions = new CopyOnWriteArraySet<>();
  private volatile boolean closed;

  MemoryTransport(MemoryBus bus, RpcOptions options) {
    this.bus = bus;
    this.options = options;
  }

  @Override
  public RpcOptions options() {
    return options;
  }

  @Override
  public void cast(Target target, RpcRequest request, Delivery delivery) {
    send(
        target,
        new MemoryBus.Message(request, Deadline.never(), Optional.empty(), Optional.empty()),
        delivery);
  }

  @Override
  public Reply call(Target target, RpcRequest request, Delivery delivery)
      throws InterruptedException {
    String id = UUID.randomUUID().toString();
    try (ReplyWaiters.Waiter waiter = waiters.open(id)) {
      Consumer<Reply> caller = reply -> deliver(id, reply);
      send(
          target,
          new MemoryBus.Message(
              request, delivery.deadline(), delivery.monitor(), Optional.of(caller)),
          delivery);
      return waiter.await(delivery, () -> request.method() + " at " + target);
    }
  }

  @Override
  public Subscription listen(Target target, int window, Consumer<IncomingRequest> consumer) {
    requireOpen();
    String topic = address(target, target.requireTopic());
    String server = address(target, target.requireTopic() + "." + target.requireServer());
    String fanout = address(target, target.requireTopic() + "_fanout_" + UUID.randomUUID());
    bus.requests.bind(topic, topic);
    bus.requests.bind(server, server);
    bus.requests.bind(fanout, address(target, target.requireTopic() + "_fanout"));
    MemorySubscription<MemoryBus.Message> subscription =
        new MemorySubscription<>(
            bus.requests,
            List.of(topic, server, fanout),
            Optional.of(fanout),
            window,
            (own, delivered) -> consumer.accept(new MemoryRequest(this, own, delivered)));
    return begun(subscription);
  }

  @Override
  public void notify(
      Target target, Notification notification, boolean enveloped, Delivery delivery) {
    requireOpen();
    String key = key(target, notification.priority());
    bus.notifications.bind(key, key);
    bus.notifications.publish(key, notification);
  }

  @Override
  public Subscription listen(
      NotificationInterest interest, Consumer<IncomingNotification> consumer) {
    requireOpen();
    List<String> queues = new ArrayList<>();
    for (Target target : interest.targets()) {
      for (Priority priority : interest.priorities()) {
        String key = key(target, priority);
        String queue = interest.pool().orElse(key);
        bus.notifications.bind(queue, key);
        queues.add(queue);
      }
    }
    MemorySubscription<Notification> subscription =
        new MemorySubscription<>(
            bus.notifications,
            Set.copyOf(queues),
            Optional.empty(),
            interest.window(),
            (own, delivered) -> consumer.accept(new MemoryNotification(own, delivered)));
    return begun(subscription);
  }

  @Override
  public TransportStatus status() {
    return new TransportStatus(
        !closed, Optional.empty(), waiters.waiting(), 0, lateReplies.get(), 0, 0, 0, List.of());
  }

  @Override
  public void close() {
    closed = true;
    subscriptions.forEach(Subscription::close);
    waiters.failAll(
        new UnknownOutcomeException("the transport was closed; the method may have run"));
  }

  private Subscription begun(MemorySubscription<?> subscription) {
    subscriptions.add(subscription);
    subscription.begin(() -> subscriptions.remove(subscription));
    if (closed) {
      // By a thread that may not have seen it.
      subscription.close();
      requireOpen();
    }
    return subscription;
  }

  private void send(Target target, MemoryBus.Message message, Delivery delivery) {
    requireOpen();
    String topic = target.requireTopic();
    String name = target.server().map(server -> topic + "." + server).orElse(topic);
    String key = address(target, target.fanout() ? topic + "_fanout" : name);
    if (!bus.requests.publish(key, message) && delivery.mandatory()) {
      throw new UndeliverableException("nobody listens at " + target);
    }
  }

  private void deliver(String id, Reply reply) {
    if (!waiters.deliver(id, reply)) {
      lateReplies.incrementAndGet();
    }
  }

  private String address(Target target, String key) {
    return target.exchange().orElse(options.controlExchange()) + "/" + key;
  }

  private String key(Target target, Priority priority) {
    return address(target, target.requireTopic() + "." + priority.queueSuffix());
  }

  private void requireOpen() {
    if (closed) {
      throw new DeliveryException("the transport was closed");
    }
  }

  private record MemoryRequest(
      MemoryTransport transport,
      MemorySubscription<MemoryBus.Message> subscription,
      Delivered<MemoryBus.Message> delivered)
      implements IncomingRequest {

    @Override
    public RpcRequest request() {
      return delivered.message.request;
    }

    @Override
    public Deadline deadline() {
      return delivered.message.deadline;
    }

    @Override
    public Optional<java.time.Duration> heartbeatInterval() {
      return delivered.message.monitor.map(monitor -> monitor.dividedBy(2));
    }

    @Override
    public boolean wantsReply() {
      return delivered.message.caller.isPresent();
    }

    @Override
    public boolean accept() {
      return subscription.settle(delivered, false);
    }

    @Override
    public void requeue() {
      subscription.settle(delivered, true);
    }

    @Override
    public CompletableFuture<Boolean> reply(Reply reply) {
      if (transport.closed) {
        return CompletableFuture.completedFuture(false);
      }
      delivered.message.caller.ifPresent(caller -> caller.accept(reply));
      return CompletableFuture.completedFuture(true);
    }
  }

  private record MemoryNotification(
      MemorySubscription<Notification> subscription, Delivered<Notification> delivered)
      implements IncomingNotification {

    @Override
    public Notification notification() {
      return delivered.message;
    }

    @Override
    public void accept() {
      subscription.settle(delivered, false);
    }

    @Override
    public void requeue() {
      subscription.settle(delivered, true);
    }
  }

  /// A consumer of some queues of an exchange.
  private static final class MemorySubscription<M> implements Subscription {
    private final MemoryExchange<M> exchange;
    private final MemoryConsumer<M> consumer;
    private final Optional<String> own;
    private Runnable whenClosed = () -> {};

    MemorySubscription(
        MemoryExchange<M> exchange,
        java.util.Collection<String> queues,
        Optional<String> own,
        int window,
        java.util.function.BiConsumer<MemorySubscription<M>, Delivered<M>> deliver) {
      this.exchange = exchange;
      this.own = own;
      this.consumer =
          new MemoryConsumer<>(queues, window, delivered -> deliver.accept(this, delivered));
    }

    void begin(Runnable closing) {
      whenClosed = closing;
      exchange.subscribe(consumer, consumer.queues);
    }

    boolean settle(Delivered<M> delivered, boolean requeue) {
      return exchange.settled(consumer, delivered, requeue);
    }

    @Override
    public void cancel(Deadline deadline) {
      exchange.unsubscribe(consumer);
    }

    @Override
    public void close() {
      exchange.unsubscribe(consumer);
      exchange.giveBack(consumer);
      own.ifPresent(exchange::delete);
      whenClosed.run();
    }
  }
}
