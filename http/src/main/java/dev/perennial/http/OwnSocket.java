package dev.perennial.http;

import dev.perennial.service.BoundSocket;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.ListenHost;
import dev.perennial.service.SocketFile;
import dev.perennial.service.SocketOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import jdk.net.ExtendedSocketOptions;

/// A listening socket that the server binds for itself when no launcher has bound one: it alone
/// owns it, so it also closes it and removes its file.
///
/// @param address where it listens
/// @param channel the channel
/// @param file of a UNIX socket
record OwnSocket(ListenAddress address, ServerSocketChannel channel, SocketFile file)
    implements BoundSocket {

  // Between the look whether a path is free and the socket in its place.
  private static final ReentrantLock TURN = new ReentrantLock();

  static OwnSocket bind(ListenAddress wanted) throws IOException {
    try {
      return switch (wanted) {
        case ListenAddress.Tcp tcp -> bindTcp(ListenHost.resolve(tcp));
        case ListenAddress.Unix unix -> bindUnix(unix);
      };
    } catch (IOException failure) {
      throw new IOException(
          "cannot listen on " + wanted.text() + ": " + failure.getMessage(), failure);
    }
  }

  /// Gives an accepted connection what it would have inherited from a socket of a launcher; a
  /// listening socket of the JDK cannot be told.
  void complete(SocketChannel connection) {
    SocketOptions options = address.options();
    if (address instanceof ListenAddress.Tcp && options.keepAlive()) {
      try {
        connection.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        if (options.keepIdleSeconds().isPresent()) {
          connection.setOption(
              ExtendedSocketOptions.TCP_KEEPIDLE, options.keepIdleSeconds().getAsInt());
        }
      } catch (IOException gone) {
        // The engine meets the same failure when it reads.
      }
    }
  }

  /// To be called once. The file goes first: others replace the file of a socket on which nobody
  /// listens.
  void close() {
    file.delete();
    try {
      channel.close();
    } catch (IOException ignored) {
      // The socket is closed all the same.
    }
  }

  private static OwnSocket bindTcp(ListenAddress.Tcp tcp) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, tcp.options().reuseAddress());
      channel.bind(new InetSocketAddress(tcp.host(), tcp.port()), tcp.options().backlog());
      int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
      return new OwnSocket(tcp.withPort(port), channel, SocketFile.NONE);
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  private static OwnSocket bindUnix(ListenAddress.Unix unix) throws IOException {
    // As it is given: a relative path may fit where the absolute one does not.
    Path path = unix.path();
    SocketFile.requireFits(path);
    TURN.lock();
    try {
      SocketFile.requireFree(path);
      return bindUnix(unix, path, SocketFile.draft(path));
    } finally {
      TURN.unlock();
    }
  }

  private static OwnSocket bindUnix(ListenAddress.Unix unix, Path path, Path draft)
      throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(draft), unix.options().backlog());
      return new OwnSocket(unix, channel, move(unix, path, draft));
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  private static SocketFile move(ListenAddress.Unix unix, Path path, Path draft)
      throws IOException {
    try {
      if (unix.mode().isPresent()) {
        Files.setAttribute(draft, "unix:mode", unix.mode().get());
      }
      return SocketFile.moveIntoPlace(draft, path);
    } catch (IOException | RuntimeException failure) {
      Files.deleteIfExists(draft);
      throw failure;
    }
  }
}
