package dev.perennial.http;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.Optional;

/// Turns every failure of a handler into a response.
///
/// @param handler may fail
record SafeHandler(Handler handler) {

  private static final Logger LOG = System.getLogger("dev.perennial.http");

  private static final String APOLOGY = "the server failed to answer; its log has the cause";

  Response answer(Request request) {
    try {
      return Objects.requireNonNull(handler.handle(request), "the handler returned no response");
    } catch (Throwable failure) {
      return answerTo(failure, request);
    }
  }

  /// What a client is told of a failure.
  static Response answerTo(Throwable failure, Request request) {
    HttpError error = failure instanceof HttpError known ? known : error(failure, request);
    return Problem.of(error, request.requestId());
  }

  // A client that does not send its body, and a handler that a stop has interrupted, are no news.
  private static HttpError error(Throwable failure, Request request) {
    Optional<LostBody> lost = cause(failure, LostBody.class);
    if (lost.isPresent()) {
      return lost.get().refusal();
    }
    Optional<JettyRequest> served = request.attachment(JettyRequest.class);
    if (isInterruption(failure) && served.filter(JettyRequest::isCutOff).isPresent()) {
      return Farewell.STOPPING;
    }
    HttpError apology = unexpected(failure, request);
    return served.filter(JettyRequest::showsFailures).isPresent()
        ? new HttpError(apology.status(), stackTrace(failure))
        : apology;
  }

  /// Whether a handler failed because it was interrupted.
  static boolean isInterruption(Throwable failure) {
    return cause(failure, InterruptedException.class).isPresent();
  }

  private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }

  private static String stackTrace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static HttpError unexpected(Throwable failure, Request request) {
    LOG.log(
        Level.ERROR,
        request.requestId() + ": " + request.method() + " " + request.path() + " failed",
        failure);
    return new HttpError(500, APOLOGY);
  }
}
