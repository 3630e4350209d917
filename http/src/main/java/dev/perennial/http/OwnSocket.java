package dev.perennial.http;

import dev.perennial.service.BoundSocket;
import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// A listening socket that the server binds for itself when no launcher has bound one: it alone
/// owns it, so it also closes it and removes its file.
///
/// @param address where it listens
/// @param channel the channel
record OwnSocket(ListenAddress address, ServerSocketChannel channel) implements BoundSocket {

  static OwnSocket bind(ListenAddress wanted) throws IOException {
    try {
      return switch (wanted) {
        case ListenAddress.Tcp tcp -> bindTcp(tcp);
        case ListenAddress.Unix unix -> bindUnix(unix);
      };
    } catch (IOException failure) {
      throw new IOException(
          "cannot listen on " + wanted.text() + ": " + failure.getMessage(), failure);
    }
  }

  void close() {
    try {
      channel.close();
      if (address instanceof ListenAddress.Unix unix) {
        Files.deleteIfExists(unix.path());
      }
    } catch (IOException ignored) {
      // The socket is closed all the same, and a file that is left is replaced by the next bind.
    }
  }

  private static OwnSocket bindTcp(ListenAddress.Tcp tcp) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, tcp.options().reuseAddress());
      channel.bind(new InetSocketAddress(tcp.host(), tcp.port()), tcp.options().backlog());
      int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
      return new OwnSocket(tcp.withPort(port), channel);
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  private static OwnSocket bindUnix(ListenAddress.Unix unix) throws IOException {
    removeStale(unix.path());
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(unix.path()), unix.options().backlog());
      if (unix.mode().isPresent()) {
        Files.setAttribute(unix.path(), "unix:mode", unix.mode().get());
      }
      return new OwnSocket(unix, channel);
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  private static void removeStale(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      throw new BindException("address already in use");
    } catch (BindException live) {
      throw live;
    } catch (IOException stale) {
      Files.deleteIfExists(path);
    }
  }
}
