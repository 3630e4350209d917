package dev.perennial.rpc.rabbitmq;

import dev.perennial.rpc.IncomingRequest;
import dev.perennial.rpc.Reply;
import dev.perennial.rpc.RpcRequest;
import dev.perennial.schedule.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/// A request that came from the broker.
///
/// @param replies sends what is answered
/// @param held whose it is
/// @param incoming what it says
/// @param deadline when its caller gives up, as far as known
record RabbitRequest(
    ReplySender replies, HeldRequests.Held held, Wire.Incoming incoming, Deadline deadline)
    implements IncomingRequest {

  @Override
  public RpcRequest request() {
    return incoming.request();
  }

  @Override
  public Optional<Duration> heartbeatInterval() {
    return incoming.replyTo().flatMap(Wire.ReplyTo::monitor).map(monitor -> monitor.dividedBy(2));
  }

  @Override
  public boolean wantsReply() {
    return incoming.replyTo().isPresent();
  }

  @Override
  public boolean begin() {
    return held.begin();
  }

  @Override
  public boolean accept() {
    return held.accept();
  }

  @Override
  public BooleanSupplier acceptAhead() {
    return held.acceptAhead();
  }

  @Override
  public void requeue() {
    held.requeue();
  }

  // Where nobody is there to miss the reply, the broker need not keep the request until it is given
  // up: so many that it keeps hold back all others.
  @Override
  public CompletableFuture<Boolean> reply(Reply reply) {
    return incoming
        .replyTo()
        .map(caller -> replies.send(caller, reply, deadline, held::accept))
        .orElseGet(() -> CompletableFuture.completedFuture(true));
  }
}
