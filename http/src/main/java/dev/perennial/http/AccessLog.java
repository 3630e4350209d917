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
    if (file.isPresent()) {
      file.get().append(format.appendTo(file.get().line(), line(request, response)));
    } else if (LOG.isLoggable(Level.INFO)) {
      LOG.log(Level.INFO, format.format(line(request, response)));
    }
  }

  private static LogFormat.Line line(Request request, Response response) {
    Optional<Exchange> known = Exchange.of(request);
    if (known.isPresent()) {
      Exchange exchange = known.get();
      long length =
          exchange.bodyLength().orElseGet(() -> Response.getContentBytesWritten(response));
      return line(
          request, response, exchange.origin(), length, exchange.answeredAt(), exchange.id());
    }
    JettyErrors.Refusal refusal = JettyErrors.Refusal.of(request);
    RequestOrigin peer = HttpEndPoint.of(request).peer();
    return line(request, response, peer, refusal.bodyLength(), System.nanoTime(), refusal.id());
  }

  private static LogFormat.Line line(
      Request request, Response response, RequestOrigin origin, long length, long now, String id) {
    return new LogFormat.Line(
        origin,
        request.getMethod(),
        request.getHttpURI().getPathQuery(),
        request.getConnectionMetaData().getHttpVersion().asString(),
        response.getStatus(),
        hasNoBody(response.getStatus()) ? 0 : length,
        now - request.getBeginNanoTime(),
        id);
  }

  // The engine counts what it is given, and sends nothing of it.
  private static boolean hasNoBody(int status) {
    return status == 204 || status == 304;
  }
}
