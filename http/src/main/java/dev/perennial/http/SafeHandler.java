package dev.perennial.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;

/// Turns every failure of a handler into a response.
final class SafeHandler {

  private static final Logger LOG = System.getLogger("dev.perennial.http");

  private static final String APOLOGY = "the server failed to answer; its log has the cause";

  private final Handler handler;
  private final boolean showFailures;

  SafeHandler(Handler handler, boolean showFailures) {
    this.handler = handler;
    this.showFailures = showFailures;
  }

  Response answer(Request request) {
    try {
      return handler.handle(request);
    } catch (Throwable failure) {
      return answerTo(failure, request);
    }
  }

  /// What a client is told of a failure.
  Response answerTo(Throwable failure, Request request) {
    HttpError error = failure instanceof HttpError known ? known : error(failure, request);
    return Problem.of(error, request.requestId());
  }

  // What the engine says about a malformed or unfinished body is the client's fault, and no news.
  private HttpError error(Throwable failure, Request request) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case HttpException bad when bad.getCode() >= 400 && bad.getCode() < 500 -> {
          return new HttpError(bad.getCode(), String.valueOf(bad.getReason()));
        }
        case EOFException _ -> {
          return new HttpError(400, "the body ended too early");
        }
        case TimeoutException _ when failure instanceof IOException -> {
          return new HttpError(408, "the body came too slowly");
        }
        case InterruptedException _ -> {
          return new HttpError(503, "the server is stopping");
        }
        default -> {}
      }
    }
    HttpError apology = unexpected(failure, request);
    return showFailures ? new HttpError(apology.status(), stackTrace(failure)) : apology;
  }

  private static String stackTrace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  static HttpError unexpected(Throwable failure, Request request) {
    LOG.log(
        Level.ERROR,
        request.requestId() + ": " + request.method() + " " + request.path() + " failed",
        failure);
    return new HttpError(500, APOLOGY);
  }
}
