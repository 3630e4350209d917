package dev.perennial.http;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Answers to requests that the engine itself refuses, because they are malformed or too long: the
/// same documents as everywhere else, without a word about the engine.
final class JettyErrors implements Request.Handler {

  /// What the access log is to know of a request that was refused before it was counted.
  record Refusal(String id, long bodyLength) {

    private static final String ATTRIBUTE = "dev.perennial.http.refusal";

    /// That of a request.
    static Refusal of(Request request) {
      return request.getAttribute(ATTRIBUTE) instanceof Refusal refusal ? refusal : NONE;
    }
  }

  private static final Refusal NONE = new Refusal("-", 0);

  private final RequestCount count;

  JettyErrors(RequestCount count) {
    this.count = count;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Optional<Exchange> known = Exchange.of(request);
    String id = known.map(Exchange::id).orElseGet(RequestIds::fresh);
    HttpError error =
        known.filter(Exchange::isCutOff).isPresent()
            ? Farewell.STOPPING
            : error(request, response.getStatus());
    response.setStatus(error.status());
    response.getHeaders().put(RequestIds.HEADER, id);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    // What follows a request that was not understood must not be taken for the next one.
    response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
    ByteBuffer body = body(request, error, id);
    if (known.isPresent()) {
      known.get().bodySent(body.remaining());
    } else {
      // Refused before anybody counted it. Its client may be sending the rest of it still.
      LastWords.heed(request);
      request.addHttpStreamWrapper(RefusingStream::new);
      count.answered(error.status());
      request.setAttribute(Refusal.ATTRIBUTE, new Refusal(id, body.remaining()));
    }
    response.write(true, body, callback);
    return true;
  }

  private static HttpError error(Request request, int status) {
    if (request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof HttpException bad
        && bad.getCode() >= 400
        && bad.getCode() < 500) {
      String reason = bad.getReason();
      return new HttpError(bad.getCode(), reason == null ? "malformed request" : reason);
    }
    int code = status >= 400 && status <= 599 ? status : 500;
    return new HttpError(code, StatusTitles.of(code));
  }

  private static ByteBuffer body(Request request, HttpError error, String id) {
    return request.getMethod().equals("HEAD")
        ? ByteBuffer.allocate(0)
        : ByteBuffer.wrap(Problem.document(error, id));
  }
}
