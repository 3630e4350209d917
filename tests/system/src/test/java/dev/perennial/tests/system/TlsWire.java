package dev.perennial.tests.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A connection over TLS. Sessions are resumed where the server's process knows them.
final class TlsWire implements Wire {

  private final Socket socket = new Socket();
  private final SSLContext trust;
  private final String host;
  private final int port;
  private Optional<SSLSocket> secured = Optional.empty();

  TlsWire(SSLContext trust, String host, int port) {
    this.trust = trust;
    this.host = host;
    this.port = port;
  }

  @Override
  public boolean isConnected() {
    return secured.isPresent();
  }

  @Override
  public void connect() throws IOException {
    socket.connect(new InetSocketAddress(host, port));
    socket.setTcpNoDelay(true);
    SSLSocket fresh = (SSLSocket) trust.getSocketFactory().createSocket(socket, host, port, true);
    fresh.startHandshake();
    secured = Optional.of(fresh);
  }

  /// When the server's certificate ends.
  String certificateEnds() throws IOException {
    X509Certificate shown = (X509Certificate) tls().getSession().getPeerCertificates()[0];
    return shown.getNotAfter().toInstant().toString();
  }

  @Override
  public boolean isClosedByServer() {
    // What comes on the wire may be news of TLS itself, so that only its own reading can tell.
    try {
      socket.setSoTimeout(1);
      tls().getInputStream().read();
      return true;
    } catch (SocketTimeoutException open) {
      return !endsTimeout();
    } catch (IOException broken) {
      return true;
    }
  }

  private boolean endsTimeout() {
    try {
      socket.setSoTimeout(0);
      return true;
    } catch (IOException broken) {
      return false;
    }
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    byte[] bytes = new byte[to.remaining()];
    int read = tls().getInputStream().read(bytes);
    if (read > 0) {
      to.put(bytes, 0, read);
    }
    return read;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    byte[] bytes = new byte[from.remaining()];
    from.get(bytes);
    tls().getOutputStream().write(bytes);
    return bytes.length;
  }

  private SSLSocket tls() {
    return secured.orElseThrow(() -> new IllegalStateException("not connected"));
  }

  @Override
  public boolean isOpen() {
    return !socket.isClosed();
  }

  @Override
  public void close() throws IOException {
    if (secured.isPresent()) {
      secured.get().close();
    }
    socket.close();
  }
}
