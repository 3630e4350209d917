package dev.perennial.http;

import dev.perennial.service.RequestContext;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.jspecify.annotations.Nullable;

/// A request as the engine has read it.
final class JettyRequest implements Request {

  private final org.eclipse.jetty.server.Request request;
  private final Bodies bodies;
  private final Exchange exchange;
  private final boolean showsFailures;
  private volatile @Nullable InputStream body;
  private @Nullable GatePlace place;
  private BodyMemory.@Nullable Share share;

  JettyRequest(
      org.eclipse.jetty.server.Request request,
      Bodies bodies,
      Exchange exchange,
      boolean showsFailures) {
    this.request = request;
    this.bodies = bodies;
    this.exchange = exchange;
    this.showsFailures = showsFailures;
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

  // Itself, for those in this package who have it behind others.
  @Override
  public <T> Optional<T> attachment(Class<T> type) {
    return type == JettyRequest.class ? Optional.of(type.cast(this)) : Optional.empty();
  }

  /// Whether its connection is closed, as a stop closes all of them before it interrupts handlers.
  boolean isCutOff() {
    return !exchange.endPoint().isOpen();
  }

  /// Whether an answer to a failure shows it.
  boolean showsFailures() {
    return showsFailures;
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
    return exchange.origin().address();
  }

  @Override
  public String scheme() {
    return exchange.origin().scheme();
  }

  @Override
  public Optional<X509Certificate> clientCertificate() {
    return exchange.connection().getEndPoint() instanceof SslConnection.SslEndPoint decrypted
        ? shown(decrypted.getSslConnection().getSSLEngine().getSession())
        : Optional.empty();
  }

  private static Optional<X509Certificate> shown(SSLSession session) {
    try {
      return Optional.of((X509Certificate) session.getPeerCertificates()[0]);
    } catch (SSLPeerUnverifiedException none) {
      return Optional.empty();
    }
  }

  @Override
  public String requestId() {
    return exchange.id();
  }

  /// On whose behalf its handler works.
  RequestContext context() {
    Optional<String> global = RequestIds.global(request.getHeaders().get(RequestIds.HEADER));
    RequestContext context = new RequestContext(requestId(), global, Map.of());
    return Traces.added(request.getHeaders().get(Traces.HEADER), context);
  }

  /// Where its body is collected.
  CollectedBody collecting() {
    return new CollectedBody(share(), bodies.most());
  }

  // What its body takes of the memory for all of them.
  private BodyMemory.Share share() {
    BodyMemory.Share own = share;
    if (own == null) {
      own = bodies.memory().share();
      share = own;
    }
    return own;
  }

  /// Gives back what its body has taken. Nobody reads it any more.
  void release() {
    InputStream stream = body;
    if (stream != null) {
      close(stream);
    }
    BodyMemory.Share own = share;
    if (own != null) {
      own.release();
    }
  }

  // It may have a buffer of the engine of which only a part has been read.
  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException | RuntimeException lost) {
      // The client is gone, or has sent what is no body; the engine knows that too.
    }
  }

  /// Takes a body that was read already.
  void collected(byte[] content) {
    body = new LimitedBody(new WholeBody(content), bodies.most());
    exchange.bodyEnded();
  }

  /// @throws HttpError 413 if a body of this length is too large
  void requireAllowed(long length) {
    bodies.requireAllowed(length);
  }

  @Override
  public InputStream body() {
    InputStream stream = body;
    if (stream == null) {
      requireAllowed(request.getLength());
      stream = bodies.of(request, place(), share(), exchange::bodyEnded);
      body = stream;
    }
    return stream;
  }

  /// Where it waits for its client while its handler works.
  GatePlace place() {
    GatePlace own = place;
    if (own == null) {
      own = new GatePlace(bodies.gate());
      place = own;
    }
    return own;
  }

  @Override
  public void onClientGone(Runnable action) {
    ClientWatch.start(exchange, action);
  }
}
