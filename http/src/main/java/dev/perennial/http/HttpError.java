package dev.perennial.http;

import java.util.LinkedHashMap;
import java.util.Map;

/// A refusal that the client is told about, as a JSON problem document (`application/problem+json`,
/// RFC 9457):
///
/// ```
/// {"code": 404, "status": 404, "title": "Not Found", "detail": "no such instance",
///  "request_id": "req-…"}
/// ```
///
/// With status 413 or 429, a header `Retry-After` is in the document too, as `retryAfter`.
///
/// It has no stack trace: it is an answer and not a fault of the program. Immutable.
public final class HttpError extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final String title;
  private final String detail;
  private final transient Map<String, String> headers;

  /// An error with a title of its own.
  ///
  /// @param status 400 to 599
  /// @param title what kind of error it is, the same for all of its kind
  /// @param detail what went wrong this time, written for the client
  /// @throws IllegalArgumentException if the status is not that of an error
  public HttpError(int status, String title, String detail) {
    this(status, title, detail, Map.of());
  }

  /// An error with the title that the standard gives to its status.
  ///
  /// @param status 400 to 599
  /// @param detail what went wrong this time, written for the client
  /// @throws IllegalArgumentException if the status is not that of an error
  public HttpError(int status, String detail) {
    this(status, StatusTitles.of(status), detail, Map.of());
  }

  private HttpError(int status, String title, String detail, Map<String, String> headers) {
    super(status + " " + title + ": " + detail, null, false, false);
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status of an error must be 400 to 599, not " + status);
    }
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.headers = headers;
  }

  /// The same error with one more header on its response.
  ///
  /// @param name name of the header
  /// @param value its value
  /// @return a copy
  public HttpError withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new HttpError(status, title, detail, more);
  }

  /// The status code.
  ///
  /// @return 400 to 599
  public int status() {
    return status;
  }

  /// What kind of error it is.
  ///
  /// @return the title
  public String title() {
    return title;
  }

  /// What went wrong this time.
  ///
  /// @return the detail
  public String detail() {
    return detail;
  }

  Map<String, String> headers() {
    return headers;
  }
}
