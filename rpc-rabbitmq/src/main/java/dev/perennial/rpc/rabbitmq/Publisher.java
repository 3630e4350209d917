package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Connection;
import dev.perennial.rpc.DeliveryException;
import dev.perennial.schedule.Timer;
import dev.perennial.schedule.Timers;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Gets messages to the broker and says how it went.
///
/// A message waits here while there is no connection, while the broker blocks publishers, and while
/// many others are not confirmed. Its sender may give up at any time; then it is never written.
/// Once written it is never written again, so that nothing is done twice because of us.
///
/// Thread-safe.
final class Publisher implements Link.Role {

  private static final System.Logger LOG = System.getLogger("dev.perennial.rpc.rabbitmq");

  /// When a message was sent, in milliseconds by the monotonic clock of its sender. Python's peers
  /// ignore it.
  static final String SENT_HEADER = "perennial_sent";

  // What a broker that begins to block has not read yet was written in vain and is executed late.
  // So little is under way: after a pause only one message, until it is confirmed.
  private static final int MOST_OUTSTANDING = 256;
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Deque<Publication> pending = new ArrayDeque<>();
  private final RabbitOptions options;
  private final Topology topology;
  private final Link link;
  private volatile Optional<String> blocked = Optional.empty();
  private volatile Optional<String> lastFailure = Optional.empty();
  private volatile long lastConfirm = System.nanoTime() - PAUSE_NANOS;
  private volatile boolean closed;
  private Optional<Connection> connection = Optional.empty();
  private Expiration expiration = Expiration.FROM_ARRIVAL;
  private Optional<ConfirmedChannel> plain = Optional.empty();
  private Optional<ConfirmedChannel> fanout = Optional.empty();

  Publisher(Connector connector, RabbitOptions options, Topology topology) {
    this.options = options;
    this.topology = topology;
    this.link = new Link("publish", connector, options, this);
  }

  Link link() {
    return link;
  }

  boolean closed() {
    return closed;
  }

  Optional<String> blocked() {
    return blocked;
  }

  /// Why messages may be waiting.
  Optional<String> obstacle() {
    if (blocked.isPresent()) {
      return Optional.of("the broker blocks publishers (" + blocked.get() + ")");
    }
    return link.up() ? Optional.empty() : lastFailure;
  }

  /// Hands a message over; its sender waits for it.
  void send(Publication message) {
    link.use();
    synchronized (pending) {
      if (closed) {
        throw new DeliveryException("the transport was closed");
      }
      pending.add(message);
    }
    link.write(this::pumpWhatIsDeclared);
  }

  /// Sends a message and waits until the broker has it.
  void sendAndWait(Publication message) throws InterruptedException {
    send(message);
    try {
      message.await(obstacle());
    } finally {
      forget(message);
    }
  }

  /// Sends a message that nobody waits for; it fails when its deadline passes.
  void sendInTime(Publication message) {
    Timer late =
        Timers.system()
            .after(
                message.deadline().remaining(), () -> message.failed(message.overdue(obstacle())));
    message.whenEnded(_ -> {
      late.cancel();
      forget(message);
    });
    try {
      send(message);
    } catch (DeliveryException refused) {
      message.failed(refused);
    }
  }

  /// The sender of a message waits no more.
  void forget(Publication message) {
    if (message.withdraw()) {
      synchronized (pending) {
        pending.remove(message);
      }
    }
  }

  void close() {
    List<Publication> rest;
    synchronized (pending) {
      closed = true;
      rest = new ArrayList<>(pending);
      pending.clear();
    }
    rest.forEach(message -> message.failed(new DeliveryException("the transport was closed")));
    link.close();
  }

  @Override
  public void connected(Connection fresh) throws Exception {
    blocked = Optional.empty();
    fresh.addBlockedListener(
        new BlockedListener() {
          @Override
          public void handleBlocked(String reason) {
            LOG.log(Level.WARNING, "the broker blocks publishers: " + reason);
            blocked = Optional.of(reason);
          }

          @Override
          public void handleUnblocked() {
            LOG.log(Level.INFO, "the broker takes messages again");
            blocked = Optional.empty();
            link.submit(Publisher.this::pump);
          }
        });
    connection = Optional.of(fresh);
    expiration = Expiration.on(fresh);
    plain = Optional.of(new ConfirmedChannel(fresh, this::confirmed));
    fanout = Optional.empty();
  }

  @Override
  public void ready() {
    lastFailure = Optional.empty();
    link.submit(this::pump);
  }

  @Override
  public void lost(String why) {
    blocked = Optional.empty();
    lastFailure = Optional.of(why);
    plain.ifPresent(channel -> channel.lost(why));
    fanout.ifPresent(channel -> channel.lost(why));
  }

  @Override
  public void attemptFailed(Exception cause) {
    String why = BrokerErrors.explain(cause);
    lastFailure = Optional.of(why);
    List<Publication> refused = new ArrayList<>();
    synchronized (pending) {
      pending.removeIf(message -> message.attemptFailed(why));
      if (BrokerErrors.isPermanent(cause)) {
        refused.addAll(pending);
        pending.clear();
      }
    }
    refused.forEach(message -> message.failed(new DeliveryException(why)));
  }

  private void confirmed() {
    lastConfirm = System.nanoTime();
    boolean waiting;
    synchronized (pending) {
      waiting = !pending.isEmpty();
    }
    if (waiting) {
      link.submit(this::pump);
    }
  }

  // With the lock of the link held, as what follows; by its thread, since declarations are
  // answered.
  private void pump() {
    pump(true);
  }

  // By any thread.
  private void pumpWhatIsDeclared() {
    pump(false);
  }

  private void pump(boolean mayDeclare) {
    while (blocked.isEmpty() && hasRoom()) {
      Publication next;
      synchronized (pending) {
        next = pending.peek();
        if (next == null) {
          return;
        }
        if (!mayDeclare && !isDeclared(next.route())) {
          link.submit(this::pump);
          return;
        }
        pending.remove();
      }
      if (next.claim()) {
        write(next, mayDeclare);
      }
    }
  }

  private boolean hasRoom() {
    int under =
        plain.map(ConfirmedChannel::outstanding).orElse(0)
            + fanout.map(ConfirmedChannel::outstanding).orElse(0);
    boolean pause = System.nanoTime() - lastConfirm > PAUSE_NANOS;
    return under < (pause ? 1 : MOST_OUTSTANDING);
  }

  private void write(Publication message, boolean mayDeclare) {
    Publication.Route route = message.route();
    try {
      ConfirmedChannel channel = mayDeclare ? declared(route) : present(route).orElseThrow();
      BasicProperties properties = properties(message);
      link.writeNow(() -> channel.publish(message, properties));
    } catch (Exception failure) {
      message.failed(new DeliveryException("not sent: " + BrokerErrors.explain(failure), failure));
    }
  }

  private ConfirmedChannel declared(Publication.Route route) throws Exception {
    ConfirmedChannel channel = channelFor(route);
    declare(channel, route);
    return channel;
  }

  private Optional<ConfirmedChannel> present(Publication.Route route) {
    return route.declare() == Publication.Declare.FANOUT ? fanout : plain;
  }

  private ConfirmedChannel channelFor(Publication.Route route) throws Exception {
    // The exchange of a fanout goes with its last server, and publishing to none closes the
    // channel.
    if (route.declare() == Publication.Declare.FANOUT) {
      fanout = Optional.of(openOr(fanout));
      return fanout.get();
    }
    plain = Optional.of(openOr(plain));
    return plain.get();
  }

  private ConfirmedChannel openOr(Optional<ConfirmedChannel> present) throws Exception {
    if (present.isPresent() && present.get().isOpen()) {
      return present.get();
    }
    present.ifPresent(channel -> channel.lost("the broker closed the channel"));
    return new ConfirmedChannel(
        connection.orElseThrow(() -> new DeliveryException("no connection")), this::confirmed);
  }

  // Whether nothing has to be opened or declared for it, which the broker would have to answer.
  private boolean isDeclared(Publication.Route route) {
    Optional<ConfirmedChannel> channel = present(route).filter(ConfirmedChannel::isOpen);
    return channel.isPresent()
        && (route.declare() == Publication.Declare.NOTHING
            || channel.get().isDeclared(declaredAs(route)));
  }

  private static String declaredAs(Publication.Route route) {
    return route.declare() == Publication.Declare.NOTIFICATION_QUEUE
        ? route.exchange() + "/" + route.key()
        : route.exchange();
  }

  private void declare(ConfirmedChannel channel, Publication.Route route) throws Exception {
    String exchange = route.exchange();
    switch (route.declare()) {
      case NOTHING -> {}
      case FANOUT -> {
        String topic = exchange.substring(0, exchange.length() - "_fanout".length());
        channel.declareLately(exchange, () -> topology.declareFanout(channel.channel(), topic));
      }
      case EXCHANGE ->
          channel.declareOnce(
              declaredAs(route), () -> topology.declareExchange(channel.channel(), exchange));
      case NOTIFICATION_QUEUE ->
          channel.declareOnce(
              declaredAs(route),
              () -> topology.declareShared(channel.channel(), exchange, route.key()));
    }
  }

  private BasicProperties properties(Publication message) {
    Map<String, Object> headers = new HashMap<>();
    if (options.kombuCompression().equals("gzip")) {
      headers.put(Compression.HEADER, Compression.GZIP);
    }
    BasicProperties.Builder properties =
        new BasicProperties.Builder()
            .contentType("application/json")
            .contentEncoding("utf-8")
            .deliveryMode(2)
            .priority(0);
    if (message.route().expires() && message.deadline().bounded()) {
      headers.put(SENT_HEADER, TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
      long left = Math.max(1, Math.min(message.deadline().remaining().toMillis(), 0xffff_ffffL));
      properties.expiration(Long.toString(expiration.written(left, Clock.systemUTC())));
    }
    return properties.headers(headers).build();
  }
}
