package dev.perennial.http;

/// The body of an error response: a problem document by RFC 9457. Its `type` is `about:blank`, so
/// it is left out; `code` and `request_id` are additions.
///
/// @param code the status, as Tacker's clients look for it
/// @param status the same, as the standard has it
/// @param title what kind of error it is
/// @param detail what went wrong this time
/// @param requestId under which it is found in the logs
record Problem(int code, int status, String title, String detail, String requestId) {

  static final String MEDIA_TYPE = "application/problem+json";

  Problem(int code, String title, String detail, String requestId) {
    this(code, code, title, detail, requestId);
  }

  Response response() {
    return Response.bytes(code, MEDIA_TYPE, Json.write(this));
  }

  static Response of(HttpError error, String requestId) {
    Response response =
        new Problem(error.status(), error.title(), error.detail(), requestId).response();
    for (var header : error.headers().entrySet()) {
      response = response.withHeader(header.getKey(), header.getValue());
    }
    return response;
  }
}
