package dev.perennial.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;

/// Writes one line for each request that was answered, in the form that `oslo.service` writes by
/// default, with the request id behind it:
///
/// ```
/// 127.0.0.1 "GET /v1/vnf_instances HTTP/1.1" status: 200  len: 42 time: 0.0012345 req-…
/// ```
///
/// The address is that of the peer: what a request says of its own origin (`X-Forwarded-For`)
/// anybody can write. The length is that of the body as it was sent.
///
/// The lines go to a file of their own, or else to the logger `dev.perennial.http.access`.
final class AccessLog implements RequestLog {

  private static final Logger LOG = System.getLogger("dev.perennial.http.access");

  private final Optional<AccessLogFile> file;

  AccessLog(Optional<AccessLogFile> file) {
    this.file = file;
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

  private static String line(Request request, Response response, long nanos) {
    StringBuilder line = new StringBuilder(160);
    line.append(JettyRequest.remoteAddress(request));
    line.append(" \"").append(request.getMethod()).append(' ');
    line.append(request.getHttpURI().getPathQuery()).append(' ');
    line.append(request.getConnectionMetaData().getHttpVersion().asString());
    line.append("\" status: ").append(response.getStatus());
    line.append("  len: ").append(length(request, response));
    line.append(" time: ");
    seconds(line, nanos);
    return line.append(' ').append(request.getAttribute(RequestIds.ATTRIBUTE)).toString();
  }

  private static long length(Request request, Response response) {
    return request.getAttribute(JettyErrors.LENGTH) instanceof Integer length
        ? length
        : Response.getContentBytesWritten(response);
  }

  // As %.7f writes it, at a fraction of the price.
  static void seconds(StringBuilder line, long nanos) {
    long tenMillionths = (nanos + 50) / 100;
    line.append(tenMillionths / 10_000_000).append('.');
    String fraction = Long.toString(tenMillionths % 10_000_000);
    line.repeat('0', 7 - fraction.length()).append(fraction);
  }
}
