package dev.perennial.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;

/// Writes one line for each request that was answered, in the form of `wsgi_log_format`; by default
///
/// ```
/// 127.0.0.1 "GET /v1/vnf_instances HTTP/1.1" status: 200  len: 42 time: 0.0012345 req-…
/// ```
///
/// The length is that of the body as it was sent.
///
/// The lines go to a file of their own, or else to the logger `dev.perennial.http.access`.
final class AccessLog implements RequestLog {

  /// Where the length of a body is kept that the engine has not counted, or not rightly.
  static final String LENGTH = "dev.perennial.http.body-length";

  private static final Logger LOG = System.getLogger("dev.perennial.http.access");

  private final Optional<AccessLogFile> file;
  private final LogFormat format;

  AccessLog(Optional<AccessLogFile> file, LogFormat format) {
    this.file = file;
    this.format = format;
  }

  @Override
  public void log(Request request, Response response) {
    // No status: the connection ended before there was an answer.
    if (response.getStatus() == 0) {
      return;
    }
    long nanos = System.nanoTime() - request.getBeginNanoTime();
    if (file.isPresent()) {
      file.get().append(line(request, response, nanos));
    } else if (LOG.isLoggable(Level.INFO)) {
      LOG.log(Level.INFO, line(request, response, nanos));
    }
  }

  private String line(Request request, Response response, long nanos) {
    return format.format(
        new LogFormat.Line(
            RequestOrigin.of(request),
            requestLine(request),
            response.getStatus(),
            length(request, response),
            nanos,
            String.valueOf(request.getAttribute(RequestIds.ATTRIBUTE))));
  }

  private static String requestLine(Request request) {
    return request.getMethod()
        + ' '
        + request.getHttpURI().getPathQuery()
        + ' '
        + request.getConnectionMetaData().getHttpVersion().asString();
  }

  private static long length(Request request, Response response) {
    if (hasNoBody(response.getStatus())) {
      return 0;
    }
    return request.getAttribute(LENGTH) instanceof Long length
        ? length
        : Response.getContentBytesWritten(response);
  }

  // The engine counts what it is given, and sends nothing of it.
  private static boolean hasNoBody(int status) {
    return status == 204 || status == 304;
  }
}
