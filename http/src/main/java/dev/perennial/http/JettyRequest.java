package dev.perennial.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/// A request as the engine has read it.
final class JettyRequest implements Request {

  private final org.eclipse.jetty.server.Request request;
  private final String requestId;
  private final RequestOrigin origin;
  private final long maxBodyBytes;
  private final Exchange exchange;
  private volatile @Nullable LimitedBody body;
  private volatile boolean isCollected;

  JettyRequest(
      org.eclipse.jetty.server.Request request,
      String requestId,
      RequestOrigin origin,
      long maxBodyBytes,
      Exchange exchange) {
    this.request = request;
    this.requestId = requestId;
    this.origin = origin;
    this.maxBodyBytes = maxBodyBytes;
    this.exchange = exchange;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    String path = request.getHttpURI().getCanonicalPath();
    return path == null ? "/" : path;
  }

  @Override
  public Map<String, List<String>> queryParameters() {
    Map<String, List<String>> values = new LinkedHashMap<>();
    try {
      org.eclipse.jetty.server.Request.extractQueryParameters(request)
          .forEach(field -> values.put(field.getName(), List.copyOf(field.getValues())));
    } catch (RuntimeException malformed) {
      throw new HttpError(400, "malformed query");
    }
    return values;
  }

  @Override
  public List<String> headers(String name) {
    return request.getHeaders().getValuesList(name);
  }

  @Override
  public String pathParameter(String name) {
    throw new IllegalArgumentException("the route has no parameter " + name);
  }

  @Override
  public String remoteAddress() {
    return origin.address();
  }

  @Override
  public String scheme() {
    return origin.scheme();
  }

  @Override
  public String requestId() {
    return requestId;
  }

  /// Takes a body that was read already.
  void collected(byte[] content) {
    body = new LimitedBody(new ByteArrayInputStream(content), maxBodyBytes);
    isCollected = true;
  }

  /// @throws HttpError 413 if a body of this length is too large
  void requireAllowed(long length) {
    if (length > maxBodyBytes) {
      throw LimitedBody.tooLarge(maxBodyBytes);
    }
  }

  @Override
  public InputStream body() {
    LimitedBody stream = body;
    if (stream == null) {
      requireAllowed(request.getLength());
      stream = new LimitedBody(Content.Source.asInputStream(request), maxBodyBytes);
      body = stream;
    }
    return stream;
  }

  @Override
  public void onClientGone(Runnable action) {
    ClientWatch.start(exchange, this::bodyIsRead, action);
  }

  private boolean bodyIsRead() {
    LimitedBody read = body;
    return read == null ? !hasBody() : isCollected || read.atEnd();
  }

  private boolean hasBody() {
    return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
  }
}
