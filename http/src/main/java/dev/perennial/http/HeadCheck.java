package dev.perennial.http;

import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/// What the engine does not look at in the head of a request: limits on single lines, of which it
/// only limits the whole, a framing that its version does not have, a coding that nobody undoes,
/// and a method that no handler can have.
record HeadCheck(HttpLimits limits) {

  private static final int BLANKS_AND_END = 4;
  private static final int COLON_AND_BLANK = 2;

  /// Why the request must not be handled.
  Optional<HttpError> refusal(Request request) {
    if (request.getMethod().equals("CONNECT")) {
      // Its target has no path, and a handler that does not look at the method would grant it.
      return Optional.of(new HttpError(501, "there are no tunnels here"));
    }
    if (requestLine(request) >= limits.urlBytes()) {
      return Optional.of(
          new HttpError(414, "the request line is longer than " + limits.urlBytes() + " bytes"));
    }
    if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0
        && request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)) {
      // A proxy of that version has not understood it, and may see another end of the body.
      return Optional.of(new HttpError(400, "HTTP/1.0 has no Transfer-Encoding"));
    }
    if (request.getHeaders().size() > limits.headers()) {
      return Optional.of(
          new HttpError(431, "there are more than " + limits.headers() + " headers"));
    }
    for (HttpField header : request.getHeaders()) {
      if (length(header) > limits.headerLineBytes()) {
        return Optional.of(
            new HttpError(
                431, "a header line is longer than " + limits.headerLineBytes() + " bytes"));
      }
      if (header.getHeader() == HttpHeader.TRANSFER_ENCODING
          && !"chunked".equalsIgnoreCase(header.getValue())) {
        return Optional.of(new HttpError(501, "a body may be chunked, and no other coding"));
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
