package dev.perennial.process;

import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// The other side of a listening socket.
final class Clients {

  private Clients() {}

  static SocketAddress at(ListenAddress address) {
    return switch (address) {
      case ListenAddress.Tcp tcp -> new InetSocketAddress(tcp.host(), tcp.port());
      case ListenAddress.Unix unix -> UnixDomainSocketAddress.of(unix.path());
    };
  }

  static SocketChannel connect(ListenAddress address) throws IOException {
    return SocketChannel.open(at(address));
  }

  /// Accepts one connection and writes a word to it.
  static void serveOne(ServerSocketChannel server, String word) throws IOException {
    try (SocketChannel accepted = server.accept()) {
      accepted.write(ByteBuffer.wrap(word.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  /// Everything that the server writes until it closes.
  static String readAll(SocketChannel client) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(100);
    while (client.read(buffer) >= 0) {
      if (!buffer.hasRemaining()) {
        throw new IOException("too much");
      }
    }
    return StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
  }
}
