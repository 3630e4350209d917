package dev.perennial.rpc;

import dev.perennial.config.Config;
import java.util.function.Consumer;

/// A way to a message bus: one per process and bus, shared by all its clients and servers.
///
/// Programs open one from their configuration and hand it to [RpcClient], [RpcServer] and
/// [Notifier]; the other methods are for those three. Which implementation it is, the scheme of the
/// option `transport_url` decides: `rabbit://…`, `embedded:`, `memory://…`.
///
/// Thread-safe. Methods that send block the calling thread, which is meant to be a virtual one.
public interface Transport extends AutoCloseable {

  /// Opens the transport that the option `transport_url` names. Nothing is connected yet.
  ///
  /// @param config a configuration in which [RpcOptions] and the groups of the transport are
  ///   registered; [TransportProvider#optionGroups()] names them all
  /// @return the transport, to be closed at the end of the program
  /// @throws InvalidUrlException if the URL is malformed or names no transport that is present
  static Transport open(Config config) {
    return open(TransportUrl.parse(config.get(RpcOptions.class).transportUrl().reveal()), config);
  }

  /// Opens the transport of a given URL.
  ///
  /// @param url where to
  /// @param config as in [#open(Config)]
  /// @return the transport
  /// @throws InvalidUrlException if the URL names no transport that is present
  static Transport open(TransportUrl url, Config config) {
    return TransportProvider.forScheme(url.transport()).open(url, config);
  }

  /// Opens a transport like the one that `transport_url` names, but with its other end in this
  /// process: for a [dev.perennial.service.Service#trainingRun()]. Clients and servers on the same
  /// transport reach each other.
  ///
  /// @param config as in [#open(Config)]
  /// @return the transport
  /// @throws InvalidUrlException as [#open(Config)]
  static Transport openForTraining(Config config) {
    return openForTraining(
        TransportUrl.parse(config.get(RpcOptions.class).transportUrl().reveal()), config);
  }

  /// The same for a given URL.
  ///
  /// @param url whose scheme and options count, not its hosts
  /// @param config as in [#open(Config)]
  /// @return the transport
  /// @throws InvalidUrlException if the URL names no transport that is present
  static Transport openForTraining(TransportUrl url, Config config) {
    return TransportProvider.forScheme(url.transport()).openForTraining(url, config);
  }

  /// The options that hold for every client and server of this transport.
  ///
  /// @return the options
  RpcOptions options();

  /// Sends a request without waiting for it to be run; returns once the broker has it.
  ///
  /// @param target where to; with fanout to every server of the topic
  /// @param request what to send
  /// @param delivery on what terms
  /// @throws DeliveryException if it could not be handed over
  /// @throws UnknownOutcomeException if the broker did not confirm it: the connection was lost, or
  ///   the deadline passed first ([RpcTimeoutException])
  /// @throws InterruptedException if the thread is interrupted
  void cast(Target target, RpcRequest request, Delivery delivery) throws InterruptedException;

  /// Sends a request and waits for its final reply.
  ///
  /// @param target where to
  /// @param request what to send
  /// @param delivery on what terms
  /// @return the final reply, never a heartbeat
  /// @throws DeliveryException if it could not be handed over
  /// @throws RpcTimeoutException if the deadline passed first, or no sign of life came
  /// @throws UnknownOutcomeException if it was sent, and the confirm or the reply is lost with the
  ///   connection
  /// @throws InterruptedException if the thread is interrupted
  Reply call(Target target, RpcRequest request, Delivery delivery) throws InterruptedException;

  /// Begins to consume the requests of a topic, of one server of it, and those for all servers.
  ///
  /// @param target topic and server
  /// @param window the most requests that are delivered and neither accepted nor given back; a
  ///   broker may count them for each of the three queues
  /// @param consumer called for each request on a thread of the transport; must not block
  /// @return the subscription
  /// @throws DeliveryException if the queues cannot be declared
  Subscription listen(Target target, int window, Consumer<IncomingRequest> consumer);

  /// Sends a notification; returns once the broker has it. It waits in the broker for a listener.
  ///
  /// @param target exchange and topic
  /// @param notification what to send
  /// @param enveloped whether with the envelope of `messagingv2`
  /// @param delivery on what terms
  /// @throws DeliveryException if it could not be handed over
  /// @throws UnknownOutcomeException if the broker did not confirm it: the connection was lost, or
  ///   the deadline passed first ([RpcTimeoutException])
  /// @throws InterruptedException if the thread is interrupted
  void notify(Target target, Notification notification, boolean enveloped, Delivery delivery)
      throws InterruptedException;

  /// Begins to consume notifications.
  ///
  /// @param request which ones
  /// @param consumer called for each on a thread of the transport; must not block
  /// @return the subscription
  /// @throws DeliveryException if the queues cannot be declared
  Subscription listen(NotificationInterest request, Consumer<IncomingNotification> consumer);

  /// What the transport has done and what it holds, for status and for tests of leaks.
  ///
  /// @return a momentary view
  TransportStatus status();

  /// Disconnects. Calls that wait fail; subscriptions end.
  @Override
  void close();
}
