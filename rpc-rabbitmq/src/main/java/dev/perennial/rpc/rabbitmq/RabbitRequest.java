package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.Channel;
import dev.perennial.rpc.IncomingRequest;
import dev.perennial.rpc.Reply;
import dev.perennial.rpc.RpcRequest;
import dev.perennial.schedule.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A request that came from the broker.
///
/// @param transport where it came from
/// @param channel acknowledges it
/// @param tag its number on the channel
/// @param incoming what it says
/// @param deadline when its caller gives up, as far as known
record RabbitRequest(
    RabbitTransport transport, Channel channel, long tag, Wire.Incoming incoming, Deadline deadline)
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
  public boolean accept() {
    boolean accepted =
        channel.isOpen() && transport.consuming().write(() -> channel.basicAck(tag, false));
    if (!accepted) {
      transport.forget(incoming);
    }
    return accepted;
  }

  @Override
  public void requeue() {
    transport.forget(incoming);
    transport.consuming().write(() -> channel.basicNack(tag, false, true));
  }

  @Override
  public CompletableFuture<Boolean> reply(Reply reply) {
    return incoming
        .replyTo()
        .map(caller -> transport.replySender().send(caller, reply, deadline))
        .orElseGet(() -> CompletableFuture.completedFuture(true));
  }
}
