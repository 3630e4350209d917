package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.IncomingNotification;
import dev.perennial.rpc.IncomingRequest;
import dev.perennial.rpc.Notification;
import dev.perennial.rpc.NotificationInterest;
import dev.perennial.rpc.Reply;
import dev.perennial.rpc.ReplyWaiters;
import dev.perennial.rpc.RpcException;
import dev.perennial.rpc.RpcInterruptedException;
import dev.perennial.rpc.RpcOptions;
import dev.perennial.rpc.RpcRequest;
import dev.perennial.rpc.RpcTimeoutException;
import dev.perennial.rpc.Subscription;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportStatus;
import dev.perennial.rpc.TransportUrl;
import dev.perennial.rpc.UnknownOutcomeException;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Ticker;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Remote calls on RabbitMQ: one connection to publish, one to consume, made when they are needed.
///
/// Two, because a broker that is short of memory stops reading from connections that publish, and
/// acknowledgements must get through nevertheless.
final class RabbitTransport implements Transport {

  private static final System.Logger LOG = System.getLogger("dev.perennial.rpc.rabbitmq");

  private final AtomicLong lateReplies = new AtomicLong();
  private final AtomicLong malformed = new AtomicLong();
  private final AtomicLong expired = new AtomicLong();
  private final AtomicLong repeated = new AtomicLong();
  private final Duplicates duplicates = new Duplicates(Ticker.system());
  private final SenderClocks clocks = new SenderClocks();
  private final SentClock clock = SentClock.system();
  private final Wire wire = new Wire();
  private final TransportUrl url;
  private final RpcOptions rpc;
  private final RabbitOptions options;
  private final Topology topology;
  private final Publisher publisher;
  private final Consumers consumers;
  private final MissingQueues missing;
  private final ReplyQueue replies;

  RabbitTransport(Supplier<TransportUrl> url, RpcOptions rpc, RabbitOptions options) {
    this.url = url.get();
    this.rpc = rpc;
    this.options = options;
    this.topology = new Topology(options);
    this.publisher = new Publisher(new Connector(url, options), options, topology);
    this.consumers = new Consumers(new Connector(url, options), options);
    this.missing = new MissingQueues(options);
    this.replies = new ReplyQueue(consumers, topology, this::onReply);
    if (options.kombuCompression().equals("bz2")) {
      LOG.log(
          Level.WARNING,
          "kombu_compression = bz2 is not offered here: messages are sent as they are");
    }
  }

  @Override
  public RpcOptions options() {
    return rpc;
  }

  @Override
  public void cast(Target target, RpcRequest request, dev.perennial.rpc.Delivery delivery)
      throws InterruptedException {
    String uniqueId = Topology.newId();
    byte[] body = wire.request(request, Optional.empty(), uniqueId);
    publisher.sendAndWait(new Publication(route(target, false), packed(body), uniqueId, delivery));
  }

  @Override
  public Reply call(Target target, RpcRequest request, dev.perennial.rpc.Delivery delivery)
      throws InterruptedException {
    Supplier<String> what = () -> request.method() + " at " + target;
    String queue = replies.name(delivery, what);
    String id = Topology.newId();
    String uniqueId = Topology.newId();
    byte[] body =
        wire.request(
            request, Optional.of(new Wire.ReplyTo(id, queue, delivery.monitor())), uniqueId);
    Publication message = new Publication(route(target, true), packed(body), uniqueId, delivery);
    try (ReplyWaiters.Waiter waiter = replies.waiters().open(id)) {
      message.whenEnded(failure -> failure.ifPresent(waiter::fail));
      publisher.send(message);
      return waiter.await(delivery, what);
    } catch (RpcTimeoutException late) {
      throw message.withdraw() ? message.overdue(publisher.obstacle()) : late;
    } finally {
      publisher.forget(message);
    }
  }

  @Override
  public Subscription listen(Target target, int window, Consumer<IncomingRequest> consumer) {
    int prefetch = options.rabbitQosPrefetchCount() > 0 ? options.rabbitQosPrefetchCount() : window;
    HeldRequests held = new HeldRequests(duplicates);
    ReplySender sender = new ReplySender(publisher, wire, options, missing, window);
    RequestSubscription subscription =
        new RequestSubscription(
            consumers,
            topology,
            exchange(target),
            target,
            prefetch,
            (channel, delivery) -> onRequest(target, held, sender, channel, delivery, consumer));
    awaitReady(subscription.entry(), target.toString());
    return subscription;
  }

  @Override
  public void notify(
      Target target,
      Notification notification,
      boolean enveloped,
      dev.perennial.rpc.Delivery delivery)
      throws InterruptedException {
    String uniqueId = Topology.newId();
    String key = target.requireTopic() + "." + notification.priority().queueSuffix();
    Publication.Route route =
        new Publication.Route(exchange(target), key, Publication.Declare.NOTIFICATION_QUEUE, false);
    byte[] body = wire.notification(notification, enveloped, uniqueId);
    publisher.sendAndWait(new Publication(route, packed(body), uniqueId, delivery));
  }

  @Override
  public Subscription listen(
      NotificationInterest interest, Consumer<IncomingNotification> consumer) {
    NotificationSubscription subscription =
        new NotificationSubscription(
            consumers,
            topology,
            interest,
            this::exchange,
            (channel, delivery) -> onNotification(channel, delivery, consumer));
    awaitReady(subscription.entry(), "notifications");
    return subscription;
  }

  @Override
  public TransportStatus status() {
    Link publishing = publisher.link();
    Link consuming = consumers.link();
    return new TransportStatus(
        (publishing.up() || publishing.idle()) && (consuming.up() || consuming.idle()),
        publisher.blocked(),
        replies.waiters().waiting(),
        publishing.reconnects() + consuming.reconnects(),
        lateReplies.get(),
        malformed.get(),
        expired.get(),
        repeated.get(),
        Stream.of(publisher.connection(), consuming.shown()).flatMap(Optional::stream).toList());
  }

  @Override
  public void close() {
    publisher.close();
    consumers.close();
    replies
        .waiters()
        .failAll(new UnknownOutcomeException("the transport was closed; the method may have run"));
  }

  @Override
  public String toString() {
    return url.toString();
  }

  private void onRequest(
      Target listener,
      HeldRequests requests,
      ReplySender sender,
      Channel channel,
      Delivery delivery,
      Consumer<IncomingRequest> consumer) {
    Receipt receipt = receipt(channel, delivery);
    Wire.Incoming incoming;
    try {
      incoming = wire.readRequest(unpacked(delivery));
    } catch (Wire.MalformedMessageException failure) {
      refuse(receipt, failure);
      return;
    }
    Optional<HeldRequests.Held> held = requests.hold(id(incoming, delivery, listener), receipt);
    if (held.isEmpty()) {
      repeated.incrementAndGet();
      LOG.log(
          Level.WARNING, "a request came twice and is run once: " + incoming.request().method());
      return;
    }
    Deadline deadline = deadline(delivery.getProperties(), incoming);
    if (deadline.passed()) {
      expired.incrementAndGet();
      LOG.log(Level.INFO, "dropped " + incoming.request().method() + ": its caller has given up");
      held.get().accept();
      return;
    }
    try {
      consumer.accept(new RabbitRequest(sender, held.get(), incoming, deadline));
    } catch (RuntimeException | Error failure) {
      // Nobody has it, and as long as it were held no copy would be run either.
      held.get().requeue();
      throw failure;
    }
  }

  // What is for all servers comes once to each of those that share this transport.
  private static Optional<String> id(Wire.Incoming incoming, Delivery delivery, Target listener) {
    return Topology.isFanout(delivery.getEnvelope().getExchange())
        ? incoming.uniqueId().map(id -> id + " at " + listener.requireServer())
        : incoming.uniqueId();
  }

  // The expiration counts from the moment the broker got the message. How long that took, and how
  // long it was in the queue, is known only from a sender that says when it sent it.
  private Deadline deadline(BasicProperties properties, Wire.Incoming incoming) {
    String expiration = properties.getExpiration();
    if (expiration == null || incoming.replyTo().isEmpty()) {
      return Deadline.never();
    }
    try {
      Expiration meaning = consumers.expiration();
      long millis = meaning.left(Long.parseLong(expiration), Clock.systemUTC());
      Map<String, Object> headers = properties.getHeaders();
      Object sent = headers == null ? null : headers.get(Publisher.SENT_HEADER);
      if (sent instanceof Number number && meaning == Expiration.FROM_ARRIVAL) {
        String sender = incoming.replyTo().get().queue();
        millis = clocks.left(sender, number.longValue(), clock.millis(), millis);
      }
      return Deadline.after(Duration.ofMillis(millis));
    } catch (NumberFormatException strange) {
      return Deadline.never();
    }
  }

  private void onReply(Delivery delivery) {
    try {
      Wire.IncomingReply reply = wire.readReply(unpacked(delivery));
      if (!replies.waiters().deliver(reply.id(), reply.reply())
          && !(reply.reply() instanceof Reply.Heartbeat)) {
        lateReplies.incrementAndGet();
      }
    } catch (Wire.MalformedMessageException failure) {
      malformed.incrementAndGet();
      LOG.log(Level.WARNING, "a reply was dropped: " + failure.getMessage());
    }
  }

  private void onNotification(
      Channel channel, Delivery delivery, Consumer<IncomingNotification> consumer) {
    Receipt receipt = receipt(channel, delivery);
    try {
      Notification notification = wire.readNotification(unpacked(delivery));
      consumer.accept(new RabbitNotification(receipt, notification));
    } catch (Wire.MalformedMessageException failure) {
      refuse(receipt, failure);
    } catch (RuntimeException | Error failure) {
      receipt.reject(true); // nobody has it
      throw failure;
    }
  }

  private Receipt receipt(Channel channel, Delivery delivery) {
    return Receipt.of(consumers.link(), channel, delivery.getEnvelope().getDeliveryTag());
  }

  private void refuse(Receipt receipt, Wire.MalformedMessageException failure) {
    malformed.incrementAndGet();
    LOG.log(Level.WARNING, "a message was refused: " + failure.getMessage());
    receipt.reject(false);
  }

  private byte[] unpacked(Delivery delivery) throws Wire.MalformedMessageException {
    Map<String, Object> headers = delivery.getProperties().getHeaders();
    Object method = headers == null ? null : headers.get(Compression.HEADER);
    return Compression.inflate(
        delivery.getBody(),
        Optional.ofNullable(method).map(Object::toString),
        options.kombuCompressionLimit());
  }

  private byte[] packed(byte[] body) {
    return options.kombuCompression().equals("gzip") ? Compression.deflate(body) : body;
  }

  private Publication.Route route(Target target, boolean expires) {
    String topic = target.requireTopic();
    if (target.fanout()) {
      return new Publication.Route(
          Topology.fanoutExchange(topic), "", Publication.Declare.FANOUT, false);
    }
    String key = target.server().map(server -> Topology.serverKey(topic, server)).orElse(topic);
    return new Publication.Route(exchange(target), key, Publication.Declare.EXCHANGE, expires);
  }

  private String exchange(Target target) {
    return target.exchange().orElse(rpc.controlExchange());
  }

  private static void awaitReady(Consumers.Entry entry, String what) {
    try {
      entry.ready().get();
    } catch (InterruptedException stopped) {
      entry.end(() -> {});
      Thread.currentThread().interrupt();
      throw new RpcInterruptedException("waiting for the broker, to listen at " + what);
    } catch (ExecutionException refused) {
      throw refused.getCause() instanceof RpcException cause
          ? cause
          : new DeliveryException("cannot listen at " + what + ": " + refused.getCause(), refused);
    }
  }

  /// A notification that came from the broker.
  private record RabbitNotification(Receipt receipt, Notification notification)
      implements IncomingNotification {

    @Override
    public void accept() {
      receipt.accept();
    }

    @Override
    public void requeue() {
      receipt.reject(true);
    }
  }

  /// What is done with a message that came.
  @FunctionalInterface
  interface Receiver {
    void receive(Channel channel, Delivery delivery) throws IOException;
  }
}
