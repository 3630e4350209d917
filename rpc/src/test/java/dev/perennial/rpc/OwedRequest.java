package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.perennial.schedule.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

/// A request whose reply the broker has when the test says so.
final class OwedRequest implements IncomingRequest {
  final CompletableFuture<Reply> reply = new CompletableFuture<>();
  final String method;
  final CompletableFuture<Boolean> confirmed = new CompletableFuture<>();
  final CompletableFuture<Boolean> accepted = new CompletableFuture<>();
  final CompletableFuture<Boolean> requeued = new CompletableFuture<>();
  Map<String, JsonNode> context = Map.of();
  Runnable whenAccepted = () -> {};
  boolean lost;
  Optional<Throwable> resultCannotBeWritten = Optional.empty();

  OwedRequest(String method) {
    this.method = method;
  }

  void awaitReply() throws Exception {
    assertEquals(Reply.Result.class, reply.get(60, TimeUnit.SECONDS).getClass());
  }

  Reply.Failed awaitFailure() throws Exception {
    return assertInstanceOf(Reply.Failed.class, reply.get(60, TimeUnit.SECONDS));
  }

  void confirm() {
    confirmed.complete(true);
  }

  @Override
  public RpcRequest request() {
    return new RpcRequest(
        method,
        Map.of("a", IntNode.valueOf(1), "b", IntNode.valueOf(2)),
        Optional.empty(),
        Optional.empty(),
        context);
  }

  @Override
  public Deadline deadline() {
    return Deadline.never();
  }

  @Override
  public Optional<Duration> heartbeatInterval() {
    return Optional.empty();
  }

  @Override
  public boolean wantsReply() {
    return true;
  }

  @Override
  public BooleanSupplier acceptAhead() {
    boolean ours = accept();
    whenAccepted.run();
    return () -> ours;
  }

  @Override
  public boolean begin() {
    return !lost;
  }

  @Override
  public boolean accept() {
    return !lost && accepted.complete(true);
  }

  @Override
  public void requeue() {
    requeued.complete(true);
  }

  @Override
  public CompletableFuture<Boolean> reply(Reply given) {
    if (given instanceof Reply.Result) {
      resultCannotBeWritten.ifPresent(OwedRequest::fail);
    }
    reply.complete(given);
    return confirmed;
  }

  private static void fail(Throwable cause) {
    switch (cause) {
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      default -> throw new IllegalArgumentException(cause);
    }
  }
}
