package dev.perennial.http;

import dev.perennial.service.RequestContext;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/// One request on its way through a [NonBlockingHandler]: its body is collected as it comes, the
/// handler is asked, and the answer is sent when there is one.
final class NonBlockingAnswer {

  private final NonBlockingHandler handler;
  private final org.eclipse.jetty.server.Request request;
  private final JettyRequest asked;
  private final ResponseWriter writer;
  private final Callback callback;
  private final CollectedBody body;

  /// @param callback is told when the answer was sent
  NonBlockingAnswer(
      NonBlockingHandler handler,
      org.eclipse.jetty.server.Request request,
      JettyRequest asked,
      ResponseWriter writer,
      Callback callback) {
    this.handler = handler;
    this.request = request;
    this.asked = asked;
    this.writer = writer;
    this.callback = callback;
    this.body = asked.collecting();
  }

  /// Goes on with what has come. Called again when more has.
  void read() {
    try {
      asked.requireAllowed(request.getLength());
      if (body.readFrom(request)) {
        asked.collected(body.whole());
        ask();
      } else {
        // Never waits, so the thread that reads goes on with it, as it does with a body at hand.
        request.demand(Invocable.from(Invocable.InvocationType.NON_BLOCKING, this::read));
      }
    } catch (Throwable failure) {
      send(SafeHandler.answerTo(failure, asked));
    }
  }

  private void ask() throws Exception {
    CompletionStage<Response> answer =
        ScopedValue.where(RequestContext.CURRENT, asked.context())
            .call(() -> handler.handle(asked));
    answer.whenComplete(this::answered);
  }

  private void answered(@Nullable Response response, @Nullable Throwable failure) {
    if (failure != null) {
      send(SafeHandler.answerTo(cause(failure), asked));
    } else if (response == null || response.isStreamed()) {
      send(SafeHandler.answerTo(new IllegalStateException("no answer with a body at hand"), asked));
    } else {
      send(response);
    }
  }

  private static Throwable cause(Throwable failure) {
    if (failure instanceof CancellationException) {
      return CancelWhenClientGoes.notWaited();
    }
    Throwable within = failure.getCause();
    return failure instanceof CompletionException && within != null ? cause(within) : failure;
  }

  private void send(Response response) {
    try {
      asked.release();
      writer.writeLater(response, callback);
    } catch (Throwable failure) {
      callback.failed(failure);
    }
  }
}
