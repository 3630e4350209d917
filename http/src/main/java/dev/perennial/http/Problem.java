package dev.perennial.http;

/// The body of an error response.
///
/// @param code the status
/// @param title what kind of error it is
/// @param detail what went wrong this time
/// @param requestId under which it is found in the logs
record Problem(int code, String title, String detail, String requestId) {

  static final String MEDIA_TYPE = "application/problem+json";

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
