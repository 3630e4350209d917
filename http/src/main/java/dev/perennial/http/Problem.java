package dev.perennial.http;

import java.util.LinkedHashMap;
import java.util.Map;

/// The body of an error response: a problem document by RFC 9457. Its `type` is `about:blank`, so
/// it is left out; `code`, as Tacker's clients look for it, and `request_id` are additions.
final class Problem {

  static final String MEDIA_TYPE = "application/problem+json";

  private static final String RETRY_AFTER = "Retry-After";

  private Problem() {}

  static Response of(HttpError error, String requestId) {
    Response response = Response.bytes(error.status(), MEDIA_TYPE, document(error, requestId));
    for (var header : error.headers().entrySet()) {
      response = response.withHeader(header.getKey(), header.getValue());
    }
    return response;
  }

  /// The document alone.
  ///
  /// @param requestId under which it is found in the logs
  static byte[] document(HttpError error, String requestId) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("code", error.status());
    document.put("status", error.status());
    document.put("title", error.title());
    document.put("detail", error.detail());
    document.put("request_id", requestId);
    String later = error.headers().get(RETRY_AFTER);
    if (later != null && (error.status() == 413 || error.status() == 429)) {
      document.put("retryAfter", later);
    }
    return Json.write(document);
  }
}
