package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.perennial.rpc.DeliveryException;
import java.io.IOException;
import java.util.Optional;

/// The channels of a publisher, and what was declared for them. There are two, since publishing to
/// an exchange that is gone closes the channel, and what else is under way on it is then unknown.
/// Declarations have a third, since a refusal closes the channel as well.
///
/// Everything is done with the lock of the link held, but for a look at what is unread and asked.
final class PublishingChannels {

  private final RabbitOptions options;
  private final Topology topology;
  private final Runnable room;
  private Optional<Connection> connection = Optional.empty();
  private volatile Optional<ConfirmedChannel> plain = Optional.empty();
  private volatile Optional<ConfirmedChannel> vanishing = Optional.empty();
  // Opened when something is declared.
  private Optional<Channel> declaring = Optional.empty();

  /// @param room called by the reading thread when there is room for more
  PublishingChannels(RabbitOptions options, Topology topology, Runnable room) {
    this.options = options;
    this.topology = topology;
    this.room = room;
  }

  /// Begins anew on another connection.
  void moveTo(Connection fresh) throws IOException {
    connection = Optional.of(fresh);
    plain = Optional.of(new ConfirmedChannel(fresh, room));
    vanishing = Optional.empty();
    declaring = Optional.empty();
  }

  boolean isConnected() {
    return connection.filter(Connection::isOpen).isPresent();
  }

  /// The connection is gone.
  void lost(String why) {
    plain.ifPresent(channel -> channel.lost(why));
    vanishing.ifPresent(channel -> channel.lost(why));
  }

  /// How many messages were written of which it is not known that the broker has read them. For any
  /// thread.
  long unread() {
    return unread(plain) + unread(vanishing);
  }

  private static long unread(Optional<ConfirmedChannel> channel) {
    return channel.isPresent() ? channel.get().unread() : 0;
  }

  /// Asks whether the broker has read them.
  void ask() throws IOException {
    if (plain.isPresent()) {
      plain.get().ask();
    }
    if (vanishing.isPresent()) {
      vanishing.get().ask();
    }
  }

  /// Whether an answer to that is still to come, or the end of its channel. For any thread.
  boolean isAsking() {
    return isAsking(plain) || isAsking(vanishing);
  }

  /// The channel for messages of this route, once it was prepared.
  ConfirmedChannel channel(Publication.Route route) {
    return present(route).orElseThrow();
  }

  /// Whether nothing has to be opened or declared for it, which the broker would have to answer.
  boolean isPrepared(Publication.Route route) {
    Optional<ConfirmedChannel> channel = present(route).filter(ConfirmedChannel::isOpen);
    return channel.isPresent()
        && (route.declare() == Publication.Declare.NOTHING
            || channel.get().isDeclared(declaredAs(route)));
  }

  /// Whether that has to wait until the broker has read what was written; there is room then.
  boolean isAsking(Publication.Route route) {
    return isAsking(present(route));
  }

  private static boolean isAsking(Optional<ConfirmedChannel> channel) {
    return channel.isPresent() && channel.get().isOpen() && channel.get().isAsking();
  }

  /// Opens and declares what is missing. A channel on which the broker does not answer is used no
  /// more.
  void prepare(Publication.Route route) throws Exception {
    if (mayVanish(route)) {
      ConfirmedChannel on = openOr(vanishing);
      vanishing = Optional.of(on);
      on.declareLately(declaredAs(route), () -> declare(route));
    } else {
      ConfirmedChannel on = openOr(plain);
      plain = Optional.of(on);
      on.declareOnce(declaredAs(route), () -> declare(route));
    }
  }

  /// Whether two messages need the same to be declared.
  boolean areAlike(Publication.Route one, Publication.Route other) {
    return one.declare() == other.declare() && declaredAs(one).equals(declaredAs(other));
  }

  private Optional<ConfirmedChannel> present(Publication.Route route) {
    return mayVanish(route) ? vanishing : plain;
  }

  // Such an exchange goes with its last server.
  private boolean mayVanish(Publication.Route route) {
    return switch (route.declare()) {
      case NOTHING -> false;
      case FANOUT -> true;
      case EXCHANGE, NOTIFICATION_QUEUE -> options.amqpAutoDelete();
    };
  }

  private ConfirmedChannel openOr(Optional<ConfirmedChannel> present) throws IOException {
    if (present.isPresent() && present.get().isOpen()) {
      return present.get();
    }
    present.ifPresent(channel -> channel.lost("the broker closed the channel"));
    return new ConfirmedChannel(requireConnection(), room);
  }

  private Connection requireConnection() {
    return connection.orElseThrow(() -> new DeliveryException("no connection"));
  }

  private void declare(Publication.Route route) throws IOException {
    if (route.declare() == Publication.Declare.NOTHING) {
      return;
    }
    if (declaring.filter(Channel::isOpen).isEmpty()) {
      declaring = Optional.of(requireConnection().createChannel());
    }
    try {
      declare(declaring.get(), route);
    } catch (IOException failure) {
      if (BrokerErrors.isSilence(failure)) {
        declaring.ifPresent(UnansweredChannel::close);
        declaring = Optional.empty();
      }
      throw failure;
    }
  }

  private void declare(Channel on, Publication.Route route) throws IOException {
    String exchange = route.exchange();
    switch (route.declare()) {
      case NOTHING -> {}
      case FANOUT -> topology.declareFanoutExchange(on, exchange);
      case EXCHANGE -> topology.declareExchange(on, exchange);
      case NOTIFICATION_QUEUE -> topology.declareShared(on, exchange, route.key());
    }
  }

  private static String declaredAs(Publication.Route route) {
    return route.declare() == Publication.Declare.NOTIFICATION_QUEUE
        ? route.exchange() + "/" + route.key()
        : route.exchange();
  }
}
