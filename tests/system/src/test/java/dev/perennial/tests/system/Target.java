package dev.perennial.tests.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// Where the load driver connects to.
sealed interface Target {

  SocketAddress address();

  /// A channel that is not connected yet.
  SocketChannel channel() throws IOException;

  record Tcp(String host, int port) implements Target {
    @Override
    public SocketAddress address() {
      return new InetSocketAddress(host, port);
    }

    @Override
    public SocketChannel channel() throws IOException {
      return SocketChannel.open();
    }
  }

  record Unix(Path path) implements Target {
    @Override
    public SocketAddress address() {
      return UnixDomainSocketAddress.of(path);
    }

    @Override
    public SocketChannel channel() throws IOException {
      return SocketChannel.open(StandardProtocolFamily.UNIX);
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
