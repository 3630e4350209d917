package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.perennial.rpc.DeliveryException;
import dev.perennial.schedule.Timers;
import dev.perennial.service.BusConnection;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/// Everything that this program consumes, on one connection: set up once, and again after every
/// loss of the connection, of a channel, or of a queue.
///
/// Thread-safe.
final class Consumers implements Link.Role {

  private static final System.Logger LOG = System.getLogger("dev.perennial.rpc.rabbitmq");

  private final Set<Entry> entries = new CopyOnWriteArraySet<>();
  private final Set<Attempts> awaited = ConcurrentHashMap.newKeySet();
  private final Timers timers;
  private final Link link;
  private volatile Optional<Connection> connection = Optional.empty();
  private volatile Expiration expiration = Expiration.FROM_ARRIVAL;
  // Guarded by the set, so that whoever is added is also told of the end.
  private boolean closed;

  /// What is consumed on one channel.
  interface Setup {

    /// Declares the queues and begins to consume.
    ///
    /// @param channel fresh, and closed when this fails
    /// @param again to be called when the broker cancels a consumer
    void begin(Channel channel, Runnable again) throws IOException;
  }

  /// One consumption. Its fields belong to the thread of the link, but for what is thread-safe.
  final class Entry {
    private final Setup setup;
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private final AtomicBoolean awaitsAttempt = new AtomicBoolean();
    private Optional<Channel> channel = Optional.empty();

    private Entry(Setup setup) {
      this.setup = setup;
    }

    /// Ends when it was set up for the first time, or cannot be.
    CompletableFuture<Boolean> ready() {
      return ready;
    }

    /// Ends it, and first does what is left to do on its channel.
    void end(Link.Work last) {
      entries.remove(this);
      link.submit(() -> {
        if (channel.isPresent() && channel.get().isOpen()) {
          try {
            last.run();
          } finally {
            giveUpChannel();
          }
        }
      });
    }

    private void ensure(Connection on) throws IOException {
      if (channel.filter(Channel::isOpen).isPresent() || !entries.contains(this)) {
        return;
      }
      Channel fresh = on.createChannel();
      channel = Optional.of(fresh);
      fresh.addShutdownListener(cause -> {
        if (!cause.isHardError() && !cause.isInitiatedByApplication()) {
          LOG.log(Level.WARNING, "a channel was closed: " + BrokerErrors.explain(cause));
          soon(this);
        }
      });
      setup.begin(fresh, () -> again(this, fresh));
      ready.complete(true);
    }

    // The broker closes the channel when it refuses something. A question that it does not answer
    // leaves the channel open, and nobody would ask again; so does the end of a consumer. Nobody
    // waits for the broker's farewell, which may not come.
    private void giveUpChannel() {
      channel.ifPresent(UnansweredChannel::close);
      channel = Optional.empty();
    }
  }

  Consumers(Connector connector, RabbitOptions options) {
    this(connector, options, Timers.system());
  }

  Consumers(Connector connector, RabbitOptions options, Timers timers) {
    this.timers = timers;
    this.link = new Link("consume", connector, options, this);
  }

  Link link() {
    return link;
  }

  Timers timers() {
    return timers;
  }

  /// What an expiration means to the broker, once there was a connection.
  Expiration expiration() {
    return expiration;
  }

  /// Begins something, now or when there is a connection.
  Entry add(Setup setup) {
    Entry entry = new Entry(setup);
    link.use(); // first: it may fail, where there are no more threads, and nothing is added
    synchronized (entries) {
      if (closed) {
        throw new DeliveryException("the transport was closed");
      }
      entries.add(entry);
    }
    link.submit(() -> attempt(entry));
    return entry;
  }

  /// Has attempts to connect counted, for somebody who waits for the first one that succeeds.
  void count(Attempts attempts) {
    awaited.add(attempts);
  }

  /// Nobody waits for them any more.
  void forget(Attempts attempts) {
    awaited.remove(attempts);
  }

  /// Why there may be no connection.
  Optional<String> obstacle() {
    return link.shown().map(BusConnection::reason).filter(reason -> !reason.isEmpty());
  }

  void close() {
    synchronized (entries) {
      closed = true;
    }
    link.close();
    entries.forEach(entry ->
        entry.ready.completeExceptionally(new DeliveryException("the transport was closed")));
    entries.clear();
  }

  @Override
  public void connected(Connection fresh) throws Exception {
    connection = Optional.of(fresh);
    expiration = Expiration.on(fresh);
    for (Entry entry : entries) {
      entry.channel = Optional.empty();
    }
    for (Entry entry : entries) {
      attempt(entry);
      if (!fresh.isOpen()) {
        throw new IOException("the broker closed the connection");
      }
    }
  }

  @Override
  public void ready() {
    // Whoever came while the connection was set up.
    link.submit(() -> entries.forEach(this::attempt));
  }

  @Override
  public void lost(String why) {}

  @Override
  public void attemptFailed(Throwable cause) {
    if (BrokerErrors.isPermanent(cause)) {
      entries.forEach(entry -> refuse(entry, cause));
    }
    String why = BrokerErrors.explain(cause);
    awaited.forEach(attempts -> attempts.failed(why));
  }

  // By the thread of the link.
  private void attempt(Entry entry) {
    Connection on = connection.orElseThrow();
    try {
      entry.ensure(on);
    } catch (IOException | RuntimeException failure) {
      entry.giveUpChannel();
      if (BrokerErrors.isPermanent(failure)) {
        refuse(entry, failure);
      }
      if (entries.contains(entry)) {
        LOG.log(Level.WARNING, "cannot consume: " + BrokerErrors.explain(failure));
        soon(entry);
      }
    }
  }

  // One that was never set up is given up with a clear error; one that was is tried again.
  private void refuse(Entry entry, Throwable cause) {
    if (!entry.ready.isDone()) {
      entries.remove(entry);
      entry.ready.completeExceptionally(
          new DeliveryException("cannot consume: " + BrokerErrors.explain(cause), cause));
    }
  }

  private void again(Entry entry, Channel cancelled) {
    LOG.log(Level.WARNING, "the broker cancelled a consumer; its queue is declared again");
    link.submit(() -> {
      if (entry.channel.equals(Optional.of(cancelled))) {
        entry.giveUpChannel();
      }
      attempt(entry);
    });
  }

  // A refusal is told twice, by the answer and by the end of the channel.
  private void soon(Entry entry) {
    if (entry.awaitsAttempt.compareAndSet(false, true)) {
      long millis = 500 + RandomGenerator.getDefault().nextInt(1000);
      timers.after(
          Duration.ofMillis(millis),
          () -> {
            entry.awaitsAttempt.set(false);
            link.submit(() -> attempt(entry));
          });
    }
  }
}
