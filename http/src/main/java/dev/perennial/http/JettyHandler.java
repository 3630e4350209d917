package dev.perennial.http;

import dev.perennial.service.RequestContext;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Where the engine hands over: counts the request, names it, has it answered and sends the answer,
/// all on the virtual thread on which it is called, unless its handler is one that never waits.
final class JettyHandler extends Handler.Abstract {

  private static final HttpError FULL =
      new HttpError(503, "the server has too many requests waiting; ask again");

  private final SafeHandler handler;
  private final HttpOptions options;
  private final DrainWatch watch;
  private final RequestCount count;
  private final RequestGate gate;
  private final Bodies bodies;
  private final HeadCheck heads;
  private final @Nullable SafeHandler health;
  private final @Nullable NonBlockingHandler nonBlocking;

  JettyHandler(Answers answers, HttpOptions options, DrainWatch watch, RequestCount count) {
    // The thread that reads goes on with a request that cannot make it wait.
    super(
        answers.nonBlocking().isPresent() ? InvocationType.NON_BLOCKING : InvocationType.BLOCKING);
    this.nonBlocking = answers.nonBlocking().orElse(null);
    this.handler = answers.handler();
    this.options = options;
    this.watch = watch;
    this.count = count;
    this.gate = new RequestGate(options.limits());
    this.bodies =
        new Bodies(
            options.limits().bodyBytes(), gate, new BodyMemory(options.limits().collectedBytes()));
    this.heads = new HeadCheck(options.limits());
    this.health = answers.health().map(SafeHandler::new).orElse(null);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    HttpEndPoint endPoint = HttpEndPoint.of(request);
    RequestOrigin origin = options.trustedProxies().origin(endPoint.peer(), request.getHeaders());
    Optional<Thread> kept =
        nonBlocking == null ? Optional.of(Thread.currentThread()) : Optional.empty();
    Exchange exchange = new Exchange(request, endPoint, origin, watch, count, kept);
    if (!exchange.begin()) {
      // It cannot be answered, so it must not be executed either.
      callback.failed(new Request.Handler.AbortException("the connection is being closed"));
      return true;
    }
    try {
      if (nonBlocking == null) {
        answer(request, response, exchange);
        callback.succeeded();
      } else {
        answerLater(nonBlocking, request, response, exchange, callback);
      }
    } catch (Throwable failure) {
      callback.failed(failure);
    }
    return true;
  }

  private JettyRequest asked(Request request, Exchange exchange) {
    return new JettyRequest(request, bodies, exchange, options.showFailures());
  }

  private void answerLater(
      NonBlockingHandler to, Request request, Response response, Exchange exchange, Callback sent) {
    JettyRequest asked = asked(request, exchange);
    ResponseWriter writer = new ResponseWriter(response, exchange, asked);
    Optional<HttpError> refusal = heads.refusal(request);
    SafeHandler checks = health;
    if (refusal.isPresent()) {
      writer.writeLater(
          Problem.of(refusal.get(), asked.requestId()).withHeader("Connection", "close"), sent);
    } else if (checks != null && HealthPaths.has(asked.path())) {
      // Checks may wait, so they get a thread of their own.
      request
          .getComponents()
          .getExecutor()
          .execute(() -> writer.writeLater(checks.answer(asked), sent));
    } else {
      new NonBlockingAnswer(to, request, asked, writer, sent).read();
    }
  }

  private void answer(Request request, Response response, Exchange exchange) throws Exception {
    JettyRequest asked = asked(request, exchange);
    String id = asked.requestId();
    ResponseWriter writer = new ResponseWriter(response, exchange, asked);
    Optional<HttpError> refusal = heads.refusal(request);
    if (refusal.isPresent()) {
      // Where the next request begins is not for sure either.
      writer.write(Problem.of(refusal.get(), id).withHeader("Connection", "close"));
    } else if (health != null && HealthPaths.has(asked.path())) {
      writer.write(health.answer(asked));
    } else if (!gate.enter()) {
      writer.write(Problem.of(FULL, id).withHeader("Retry-After", "1"));
    } else {
      ScopedValue.where(RequestContext.CURRENT, asked.context())
          .call(() -> answerInPlace(asked, writer));
    }
  }

  // A body at hand is sent after the place is given back: its client may take its time. Writing one
  // piece by piece is work, but for the time in which the client is slow.
  private ResponseWriter answerInPlace(JettyRequest asked, ResponseWriter writer) throws Exception {
    dev.perennial.http.Response answer;
    try {
      answer = handler.answer(asked);
      if (answer.isStreamed()) {
        writer.write(answer);
        return writer;
      }
    } finally {
      gate.leave();
      asked.release();
    }
    writer.write(answer);
    return writer;
  }
}
