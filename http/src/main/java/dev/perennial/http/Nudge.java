package dev.perennial.http;

import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/// A connection to our own listening socket that says nothing: it wakes a thread which is blocked
/// in accept, without closing the socket or interrupting the thread (which would close the socket
/// too).
final class Nudge implements AutoCloseable {

  private final SocketChannel channel;

  private Nudge(SocketChannel channel) {
    this.channel = channel;
  }

  /// Begins to connect, without waiting for it. A TCP nudge comes from a port that is known at
  /// once.
  static Nudge to(ListenAddress address) throws IOException {
    SocketAddress target = target(address);
    SocketChannel channel =
        target instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    try {
      channel.configureBlocking(false);
      if (target instanceof InetSocketAddress tcp) {
        channel.bind(new InetSocketAddress(tcp.getAddress(), 0));
      }
      channel.connect(target);
      return new Nudge(channel);
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  private static SocketAddress target(ListenAddress address) throws IOException {
    return switch (address) {
      case ListenAddress.Unix unix -> UnixDomainSocketAddress.of(unix.path());
      case ListenAddress.Tcp tcp -> {
        // A number by now, which is not looked up.
        InetAddress host = InetAddress.getByName(tcp.host());
        yield new InetSocketAddress(host.isAnyLocalAddress() ? loopback(host) : host, tcp.port());
      }
    };
  }

  private static InetAddress loopback(InetAddress wildcard) throws IOException {
    return InetAddress.getByName(wildcard.getAddress().length == 4 ? "127.0.0.1" : "::1");
  }

  /// Where it comes from, as whoever accepts it sees it.
  SocketAddress from() throws IOException {
    return channel.getLocalAddress();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
