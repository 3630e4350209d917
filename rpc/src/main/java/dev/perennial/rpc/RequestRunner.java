package dev.perennial.rpc;

import dev.perennial.rpc.RequestMetrics.Outcome;
import dev.perennial.schedule.Failures;
import dev.perennial.schedule.Timers;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What happens to one request: accept, find the method, run it with signs of life, describe the
/// outcome.
///
/// Thread-safe.
final class RequestRunner {

  private static final System.Logger LOG = System.getLogger("dev.perennial.rpc");

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final EndpointTable endpoints;
  private final Serializer serializer;
  private final MethodFailures failures;
  private final Acknowledge acknowledge;
  private final Timers timers;

  RequestRunner(
      EndpointTable endpoints, Serializer serializer, ErrorTypes errors, Acknowledge acknowledge) {
    this(endpoints, serializer, errors, acknowledge, Timers.system());
  }

  RequestRunner(
      EndpointTable endpoints,
      Serializer serializer,
      ErrorTypes errors,
      Acknowledge acknowledge,
      Timers timers) {
    this.timers = timers;
    this.endpoints = endpoints;
    this.serializer = serializer;
    this.failures = new MethodFailures(errors);
    this.acknowledge = acknowledge;
  }

  /// How far a request has come.
  ///
  /// @param outcome what became of it
  /// @param rest what is left to do: to send the reply; what it gives ends when that is over
  record Ended(Outcome outcome, Supplier<CompletableFuture<Boolean>> rest) {}

  /// Takes a request that has got a place, before its thread is started.
  ///
  /// @return whether it is to be run here; for that thread to ask
  BooleanSupplier take(IncomingRequest request) {
    return switch (acknowledge) {
      case ON_START -> request.acceptAhead();
      case ON_COMPLETION -> request::begin;
    };
  }

  /// Runs the method.
  ///
  /// @param taken of [#take]
  /// @param cutOff whether the server has interrupted the calling thread, which the exception of a
  ///   method need not tell
  Ended run(IncomingRequest request, BooleanSupplier taken, BooleanSupplier cutOff) {
    boolean ours = taken.getAsBoolean();
    if (request.deadline().passed()) {
      request.accept();
      LOG.log(Level.DEBUG, "dropped " + request.request().method() + ": its caller has given up");
      return new Ended(Outcome.EXPIRED, RequestRunner::nothing);
    }
    if (!ours) {
      // The broker gives it to somebody else.
      return new Ended(Outcome.REQUEUED, RequestRunner::nothing);
    }
    Optional<Reply> reply = replyTo(request, cutOff);
    return reply
        .map(given -> new Ended(outcome(given), () -> finish(request, given)))
        .orElseGet(() -> new Ended(Outcome.REQUEUED, () -> giveBack(request)));
  }

  /// Does what is left to do for a request that there is no thread for: it is for another server,
  /// or its caller hears that it was not run.
  ///
  /// @param taken of [#take]; empty if it was not taken
  Ended giveUp(IncomingRequest request, Optional<BooleanSupplier> taken, Throwable noThread) {
    String method = request.request().method();
    String why = Failures.inWords(noThread);
    if (acknowledge == Acknowledge.ON_COMPLETION || taken.isEmpty()) {
      LOG.log(Level.ERROR, "no thread for " + method + ", which goes back: " + why);
      return new Ended(Outcome.REQUEUED, () -> giveBackLater(request));
    }
    if (!taken.get().getAsBoolean()) {
      return new Ended(Outcome.REQUEUED, RequestRunner::nothing);
    }
    LOG.log(Level.ERROR, "no thread for " + method + ", which is not run: " + why);
    DeliveryException notRun =
        new DeliveryException(
            "the method was not run, since its server can start no thread: " + why, noThread);
    return new Ended(
        Outcome.FAILED, () -> finish(request, new Reply.Failed(failures.describe(notRun, false))));
  }

  // Not at once: it may come again to this server, and a broker counts how often it does.
  private CompletableFuture<Boolean> giveBackLater(IncomingRequest request) {
    try {
      timers.after(PAUSE, request::requeue);
    } catch (Throwable noTimer) {
      request.requeue();
    }
    return nothing();
  }

  private static CompletableFuture<Boolean> nothing() {
    return CompletableFuture.completedFuture(true);
  }

  private static CompletableFuture<Boolean> giveBack(IncomingRequest request) {
    request.requeue();
    return nothing();
  }

  private static Outcome outcome(Reply reply) {
    return reply instanceof Reply.Failed ? Outcome.FAILED : Outcome.ANSWERED;
  }

  // Empty for a method that was cut off and is for another server to run.
  private Optional<Reply> replyTo(IncomingRequest request, BooleanSupplier cutOff) {
    Optional<Heartbeats> heartbeats = heartbeats(request);
    try {
      return outcome(request, cutOff);
    } finally {
      heartbeats.ifPresent(Heartbeats::end);
    }
  }

  // Its caller may give up without them, but the method is to run.
  private static Optional<Heartbeats> heartbeats(IncomingRequest request) {
    try {
      return request.wantsReply()
          ? request.heartbeatInterval().map(every -> Heartbeats.start(request, every))
          : Optional.empty();
    } catch (Throwable noTimer) {
      Failures.log(LOG, "to begin signs of life for " + request.request().method(), noTimer);
      return Optional.empty();
    }
  }

  private Optional<Reply> outcome(IncomingRequest incoming, BooleanSupplier cutOff) {
    RpcRequest request = incoming.request();
    RpcContext context = RpcContext.empty();
    @Nullable RemoteInvocation method = null;
    try {
      context = serializer.deserializeContext(request.context()).withDeadline(incoming.deadline());
      method = endpoints.find(request);
      return Optional.of(new Reply.Result(result(context, method, request)));
    } catch (Throwable thrown) {
      boolean interrupted = cutOff.getAsBoolean();
      if (acknowledge == Acknowledge.ON_COMPLETION && interrupted) {
        failures.logGivenBack(context, request, thrown);
        return Optional.empty();
      }
      failures.log(context, request, method, thrown, interrupted);
      return Optional.of(new Reply.Failed(failures.describe(thrown, interrupted)));
    }
  }

  private JsonNode result(RpcContext context, RemoteInvocation method, RpcRequest request)
      throws Throwable {
    Object value =
        context.call(() -> {
          try {
            return method.call(context, request.args(), serializer);
          } catch (Error | Exception thrown) {
            throw thrown;
          } catch (Throwable exotic) {
            throw new IllegalStateException(exotic);
          }
        });
    Optional<?> given = value instanceof Optional<?> box ? box : Optional.ofNullable(value);
    return given.isPresent()
        ? serializer.serialize(context, given.get())
        : JsonNodeFactory.instance.nullNode();
  }

  private CompletableFuture<Boolean> finish(IncomingRequest request, Reply reply) {
    CompletableFuture<Boolean> sent = request.wantsReply() ? send(request, reply) : nothing();
    return acknowledge == Acknowledge.ON_COMPLETION
        ? sent.whenComplete((_, _) -> request.accept())
        : sent;
  }

  // A result may be such that it cannot be written; its caller waits for an answer all the same.
  private CompletableFuture<Boolean> send(IncomingRequest request, Reply reply) {
    try {
      return request.reply(reply);
    } catch (Throwable failure) {
      Failures.log(LOG, "the reply of " + request.request().method(), failure);
      return reply instanceof Reply.Result
          ? send(request, inPlaceOfResult(failure))
          : CompletableFuture.completedFuture(false);
    }
  }

  private Reply inPlaceOfResult(Throwable failure) {
    String text = "the method has run, but its result cannot be sent: " + Failures.inWords(failure);
    return new Reply.Failed(failures.describe(new RpcException(text, failure), false));
  }
}
