package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Connection;
import dev.perennial.rpc.DeliveryException;
import dev.perennial.schedule.Timer;
import dev.perennial.schedule.Timers;
import dev.perennial.service.BusConnection;
import java.io.IOException;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Gets messages to the broker and says how it went.
///
/// A message waits here while there is no connection, while the broker blocks publishers, and while
/// many others are not confirmed. Its sender may give up at any time; then it is never written.
/// Once written it is never written again, so that nothing is done twice because of us.
///
/// Thread-safe.
final class Publisher implements Link.Role {

  /// When a message was sent, in milliseconds by the [SentClock] of its sender. Python's peers
  /// ignore it.
  static final String SENT_HEADER = "perennial_sent";

  // What a broker that begins to block has not read yet was written in vain and is executed late.
  // So little is under way: after a pause only one message, until it is known that it was read.
  private static final int MOST_UNREAD = 256;
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Deque<Publication> pending = new ArrayDeque<>();
  private final boolean compressed;
  // Those of what does not expire.
  private final BasicProperties lasting;
  private final PublishingChannels channels;
  private final Link link;
  private final Blockade blockade;
  private final SentClock clock = SentClock.system();
  private volatile Optional<String> lastFailure = Optional.empty();
  private volatile long lastSign = System.nanoTime() - PAUSE_NANOS;
  private volatile boolean closed;
  private Expiration expiration = Expiration.FROM_ARRIVAL;

  Publisher(Connector connector, RabbitOptions options, Topology topology) {
    this.compressed = options.kombuCompression().equals("gzip");
    this.lasting = properties(headers()).build();
    this.channels = new PublishingChannels(options, topology, this::hasRead);
    this.link = new Link("publish", connector, options, this);
    this.blockade = new Blockade(() -> link.submit(this::pump), InstantSource.system());
  }

  Link link() {
    return link;
  }

  boolean closed() {
    return closed;
  }

  Optional<String> blocked() {
    return blockade.reason();
  }

  /// The connection as operators see it, once it is used.
  Optional<BusConnection> connection() {
    return link.shown().map(blockade::on);
  }

  /// Why messages may be waiting.
  Optional<String> obstacle() {
    return blocked()
        .map(reason -> "the broker blocks publishers (" + reason + ")")
        .or(() -> link.up() ? Optional.empty() : lastFailure);
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
      message.await(this::obstacle);
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
    blockade.forget();
    fresh.addBlockedListener(blockade);
    expiration = Expiration.on(fresh);
    channels.moveTo(fresh);
  }

  @Override
  public void ready() {
    lastFailure = Optional.empty();
    link.submit(this::pump);
  }

  @Override
  public void lost(String why) {
    blockade.forget();
    lastFailure = Optional.of(why);
    channels.lost(why);
  }

  @Override
  public void attemptFailed(Throwable cause) {
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

  // By the reading thread. While the answer to a question is to come, which brings it here again,
  // the thread of the link is woken for much room only, and not by each confirm for one message.
  private void hasRead() {
    lastSign = System.nanoTime();
    boolean muchRoom = channels.unread() <= MOST_UNREAD / 2;
    if ((muchRoom || !channels.isAsking()) && isAnyPending()) {
      link.submit(this::pump);
    }
  }

  private boolean isAnyPending() {
    synchronized (pending) {
      return !pending.isEmpty();
    }
  }

  // With the lock of the link held, as what follows; by its thread, since declarations are
  // answered.
  private void pump() throws IOException, TimeoutException {
    Optional<Publication> first = writeWhatIsReady();
    while (first.isPresent() && prepare(first.get())) {
      first = writeWhatIsReady();
    }
  }

  // By any thread.
  private void pumpWhatIsDeclared() throws IOException, TimeoutException {
    if (writeWhatIsReady().isPresent()) {
      link.submit(this::pump);
    }
  }

  // Returns the first message that something has to be declared for.
  private Optional<Publication> writeWhatIsReady() throws IOException, TimeoutException {
    while (!blockade.isThere()) {
      boolean room;
      boolean ready;
      Publication next;
      synchronized (pending) {
        next = pending.peek();
        if (next == null) {
          break;
        }
        room = hasRoom();
        ready = room && channels.isPrepared(next.route());
        if (ready) {
          pending.remove();
        }
      }
      if (!room) {
        // One message may never be confirmed, for the sake of its queue; others need not wait.
        link.writeNow(channels::ask);
        break;
      }
      if (!ready) {
        return Optional.of(next);
      }
      write(next);
    }
    return Optional.empty();
  }

  // Returns false if that has to wait for an answer of the broker, or for another connection.
  private boolean prepare(Publication message) {
    if (channels.isAsking(message.route())) {
      return false;
    }
    try {
      channels.prepare(message.route());
    } catch (Exception failure) {
      if (!channels.isConnected() && !BrokerErrors.isAnswer(failure)) {
        return false;
      }
      DeliveryException told = notSent(failure);
      removeConcerned(message, failure).forEach(each -> each.failed(told));
      return true;
    }
    if (remove(message)) {
      write(message);
    }
    return true;
  }

  // Nobody can write while an answer is waited for, so a broker that is silent is asked once, and
  // not for each message that needs the same.
  private List<Publication> removeConcerned(Publication message, Exception failure) {
    List<Publication> concerned = new ArrayList<>();
    synchronized (pending) {
      for (Publication each : pending) {
        boolean alike =
            BrokerErrors.isSilence(failure) && channels.areAlike(each.route(), message.route());
        if (each == message || alike) {
          concerned.add(each);
        }
      }
      pending.removeAll(concerned);
    }
    return concerned;
  }

  private boolean remove(Publication message) {
    synchronized (pending) {
      return pending.remove(message);
    }
  }

  private boolean hasRoom() {
    boolean pause = System.nanoTime() - lastSign > PAUSE_NANOS;
    return channels.unread() < (pause ? 1 : MOST_UNREAD);
  }

  private void write(Publication message) {
    if (!message.claim()) {
      return;
    }
    try {
      ConfirmedChannel channel = channels.channel(message.route());
      BasicProperties properties = properties(message);
      link.writeNow(() -> {
        if (!channel.publish(message, properties)) {
          putBack(message);
        }
      });
    } catch (Exception failure) {
      message.failed(notSent(failure));
    }
  }

  private void putBack(Publication message) {
    message.putBack();
    synchronized (pending) {
      if (!closed) {
        pending.addFirst(message);
        return;
      }
    }
    message.failed(new DeliveryException("the transport was closed"));
  }

  private static DeliveryException notSent(Exception failure) {
    return new DeliveryException("not sent: " + BrokerErrors.explain(failure), failure);
  }

  private BasicProperties properties(Publication message) {
    if (!message.route().expires() || !message.deadline().bounded()) {
      return lasting;
    }
    Map<String, Object> headers = headers();
    headers.put(SENT_HEADER, clock.millis());
    long left = Math.max(1, Math.min(message.deadline().remaining().toMillis(), 0xffff_ffffL));
    String until = Long.toString(expiration.written(left, Clock.systemUTC()));
    return properties(headers).expiration(until).build();
  }

  private Map<String, Object> headers() {
    Map<String, Object> headers = new HashMap<>();
    if (compressed) {
      headers.put(Compression.HEADER, Compression.GZIP);
    }
    return headers;
  }

  private static BasicProperties.Builder properties(Map<String, Object> headers) {
    return new BasicProperties.Builder()
        .contentType("application/json")
        .contentEncoding("utf-8")
        .deliveryMode(2)
        .priority(0)
        .headers(headers);
  }
}
