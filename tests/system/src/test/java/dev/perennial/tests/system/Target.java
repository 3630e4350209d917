package dev.perennial.tests.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/// Where the load driver connects to.
sealed interface Target {

  /// A connection that has not been made yet.
  Wire wire() throws IOException;

  record Tcp(String host, int port) implements Target {
    @Override
    public Wire wire() throws IOException {
      return new PlainWire(SocketChannel.open(), new InetSocketAddress(host, port));
    }

    /// The same over TLS.
    Tls over(SSLContext trust) {
      return new Tls(host, port, trust);
    }
  }

  record Unix(Path path) implements Target {
    @Override
    public Wire wire() throws IOException {
      return new PlainWire(
          SocketChannel.open(StandardProtocolFamily.UNIX), UnixDomainSocketAddress.of(path));
    }
  }

  record Tls(String host, int port, SSLContext trust) implements Target {
    @Override
    public TlsWire wire() {
      return new TlsWire(trust, host, port);
    }
  }

  /// Reads `host:port`, `[v6]:port` or `unix:path`.
  static Target parse(String text) {
    if (text.startsWith("unix:")) {
      return new Unix(Path.of(text.substring("unix:".length())));
    }
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, colon).replace("[", "").replace("]", "");
    return new Tcp(host, Integer.parseInt(text.substring(colon + 1)));
  }
}
