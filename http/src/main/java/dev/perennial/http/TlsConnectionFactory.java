package dev.perennial.http;

import dev.perennial.tls.TlsContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;

/// Puts TLS below another protocol. Each connection takes what the context has at its beginning; a
/// handshake that fails or is broken off ends its own connection and nothing else.
final class TlsConnectionFactory extends AbstractConnectionFactory {

  private final TlsContext tls;
  private final ConnectionFactory above;

  TlsConnectionFactory(TlsContext tls, ConnectionFactory above) {
    super("TLS");
    this.tls = tls;
    this.above = above;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    SslConnection encrypted =
        new Encrypted(connector, HttpEndPoint.below(endPoint), tls.serverEngine());
    encrypted.setRenegotiationAllowed(false);
    encrypted.addHandshakeListener(new HandshakeEnd(HttpEndPoint.below(endPoint)));
    EndPoint decrypted = encrypted.getSslEndPoint();
    decrypted.setConnection(above.newConnection(connector, decrypted));
    return configure(encrypted, connector, endPoint);
  }

  private static final class Encrypted extends SslConnection {

    private final HttpEndPoint below;

    Encrypted(Connector connector, HttpEndPoint below, SSLEngine engine) {
      super(
          connector.getByteBufferPool(), connector.getExecutor(), null, below, engine, true, true);
      this.below = below;
    }

    @Override
    protected SslEndPoint newSslEndPoint() {
      return new SslEndPoint() {
        @Override
        public int fill(ByteBuffer buffer) throws IOException {
          int filled = super.fill(buffer);
          if (below.isDeaf()) {
            return HttpEndPoint.dropped(buffer, filled);
          }
          if (filled > 0) {
            below.decrypted(buffer);
          }
          return filled;
        }
      };
    }
  }

  private record HandshakeEnd(HttpEndPoint below) implements SslHandshakeListener {
    @Override
    public void handshakeSucceeded(Event event) {
      below.pace().handshakeEnded();
    }

    @Override
    public void handshakeFailed(Event event, Throwable failure) {
      below.ended(ConnectionEnds.Reason.FAILED_HANDSHAKE);
    }
  }
}
