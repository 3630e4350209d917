package dev.perennial.http;

import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;

/// Limits on single lines of a request head. The engine itself only limits the whole of it.
record HeadCheck(HttpLimits limits) {

  private static final int HEADERS = 100;
  private static final int BLANKS_AND_END = 4;
  private static final int COLON_AND_BLANK = 2;

  /// Why the request must not be handled.
  Optional<HttpError> refusal(Request request) {
    if (requestLine(request) >= limits.urlBytes()) {
      return Optional.of(
          new HttpError(414, "the request line is longer than " + limits.urlBytes() + " bytes"));
    }
    if (request.getHeaders().size() > HEADERS) {
      return Optional.of(new HttpError(431, "there are more than " + HEADERS + " headers"));
    }
    for (HttpField header : request.getHeaders()) {
      if (length(header) > limits.headerLineBytes()) {
        return Optional.of(
            new HttpError(
                431, "a header line is longer than " + limits.headerLineBytes() + " bytes"));
      }
    }
    return Optional.empty();
  }

  private static int requestLine(Request request) {
    return request.getMethod().length()
        + request.getHttpURI().getPathQuery().length()
        + request.getConnectionMetaData().getHttpVersion().asString().length()
        + BLANKS_AND_END;
  }

  private static int length(HttpField header) {
    String value = header.getValue();
    return header.getName().length() + COLON_AND_BLANK + (value == null ? 0 : value.length());
  }
}
