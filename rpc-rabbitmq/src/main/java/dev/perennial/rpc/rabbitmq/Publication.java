package dev.perennial.rpc.rabbitmq;

import dev.perennial.rpc.Delivery;
import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.InvalidTargetException;
import dev.perennial.rpc.RpcException;
import dev.perennial.rpc.RpcTimeoutException;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Timers;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// One message on its way to the broker.
///
/// Thread-safe: its sender waits or gives up, the thread of the link writes it, the reading thread
/// hears how it went.
final class Publication {

  // WAITING ──claim()──► WRITTEN ──► confirmed, returned, refused, or the connection was lost
  //    │ ▲─putBack()─────────┘ while nothing of it is on its way
  //    └────withdraw()──► WITHDRAWN: its sender was told so, and nobody will ever write it
  private enum State {
    WAITING,
    WRITTEN,
    WITHDRAWN
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();
  private final Delivery delivery;
  private final Route route;
  private final byte[] body;
  private final String uniqueId;
  private int failedAttempts;

  /// Where a message goes.
  ///
  /// @param exchange empty for the default exchange
  /// @param key the routing key
  /// @param declare what has to be there first
  /// @param expires whether the broker drops it when the deadline has passed
  record Route(String exchange, String key, Declare declare, boolean expires) {

    /// @throws InvalidTargetException for a name that is too long. The AMQP library would find out
    ///   after it has counted the message, and take the confirms of all later ones for those of
    ///   others.
    Route {
      Topology.requireName(exchange);
      Topology.requireName(key);
    }
  }

  /// What has to be declared before a message is published.
  enum Declare {
    NOTHING,
    EXCHANGE,
    FANOUT,
    NOTIFICATION_QUEUE
  }

  Publication(Route route, byte[] body, String uniqueId, Delivery delivery) {
    this.route = route;
    this.body = body;
    this.uniqueId = uniqueId;
    this.delivery = delivery;
  }

  Route route() {
    return route;
  }

  byte[] body() {
    return body;
  }

  String uniqueId() {
    return uniqueId;
  }

  Deadline deadline() {
    return delivery.deadline();
  }

  boolean mandatory() {
    return delivery.mandatory();
  }

  /// Takes it for writing.
  ///
  /// @return false if its sender has given up, so it must not be written
  boolean claim() {
    return !deadline().passed() && state.compareAndSet(State.WAITING, State.WRITTEN);
  }

  /// Nothing of it could be written, so it waits again.
  void putBack() {
    state.compareAndSet(State.WRITTEN, State.WAITING);
  }

  void confirmed() {
    outcome.complete(true);
  }

  void failed(RpcException cause) {
    outcome.completeExceptionally(cause);
  }

  /// Counts an attempt to connect in vain.
  ///
  /// @return whether it was the last one that the sender wanted
  boolean attemptFailed(String why) {
    failedAttempts++;
    if (!Attempts.areEnough(failedAttempts, delivery.retries())) {
      return false;
    }
    if (state.compareAndSet(State.WAITING, State.WITHDRAWN)) {
      failed(Attempts.inVain(failedAttempts, why));
    }
    return true;
  }

  /// Tells how it ended, at once or later: with the failure, or nothing when the broker has it.
  void whenEnded(Consumer<Optional<RpcException>> action) {
    outcome.whenComplete((_, failure) ->
        action.accept(
            failure instanceof RpcException cause ? Optional.of(cause) : Optional.empty()));
  }

  /// Waits until the broker has it.
  ///
  /// @param obstacle why it may not have been written, for the message
  void await(Supplier<Optional<String>> obstacle) throws InterruptedException {
    try {
      Timers.system().await(outcome, deadline().remaining());
    } catch (TimeoutException late) {
      throw overdue(obstacle.get());
    } catch (InterruptedException stopped) {
      withdraw();
      throw stopped;
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof RpcException cause
          ? cause
          : new DeliveryException("not sent", failure);
    }
  }

  /// Makes sure that it is not written any more.
  ///
  /// @return false if it was written
  boolean withdraw() {
    return state.compareAndSet(State.WAITING, State.WITHDRAWN) || state.get() == State.WITHDRAWN;
  }

  /// The failure of a sender whose time is over.
  RpcException overdue(Optional<String> obstacle) {
    String why = obstacle.map(text -> ": " + text).orElse("");
    return withdraw()
        ? new DeliveryException("never sent, the time was over before" + why)
        : new RpcTimeoutException("the broker did not confirm the message in time" + why);
  }
}
