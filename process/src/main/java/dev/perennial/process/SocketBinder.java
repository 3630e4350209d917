package dev.perennial.process;

import dev.perennial.service.ListenAddress;
import dev.perennial.service.SocketOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes listening sockets. Native rather than `ServerSocketChannel`, because a supervisor needs
/// the number of the descriptor, and options that the channel does not offer.
final class SocketBinder {

  private SocketBinder() {}

  static ListeningSocket bind(ListenAddress.Tcp address) throws IOException {
    InetAddress host = resolve(address);
    int socket = LibC.socket(NativeAddress.familyOf(host), LibC.SOCK_STREAM);
    try {
      setOptions(socket, address, host);
      LibC.bind(socket, NativeAddress.of(host, address.port()));
      LibC.listen(socket, address.options().backlog());
      return new ListeningSocket(address.withPort(LibC.localPort(socket)), socket, SocketFile.NONE);
    } catch (SystemCallException refused) {
      LibC.close(socket);
      throw explained(address, refused);
    }
  }

  static ListeningSocket bind(ListenAddress.Unix address) throws IOException {
    Path path = address.path().toAbsolutePath();
    // Bound beside its place and renamed into it: the file never stands there with a wrong mode or
    // before somebody listens, and a stale one is replaced in one step.
    Path draft = path.resolveSibling("." + ProcessHandle.current().pid() + ".sock");
    requireFits(address, path);
    requireFits(address, draft);
    if (SocketFile.isLive(path)) {
      throw new IOException(
          "cannot listen on "
              + address.text()
              + ": another program listens there; stop it or"
              + " choose another path");
    }
    Files.deleteIfExists(draft);
    int socket = LibC.socket(LibC.AF_UNIX, LibC.SOCK_STREAM);
    try {
      LibC.bind(socket, NativeAddress.ofUnix(draft.toString()));
      address.mode().ifPresent(mode -> SocketFile.setMode(draft, mode));
      LibC.listen(socket, address.options().backlog());
      return new ListeningSocket(address, socket, SocketFile.moveIntoPlace(draft, path));
    } catch (SystemCallException refused) {
      LibC.close(socket);
      Files.deleteIfExists(draft);
      throw explained(address, refused);
    } catch (IOException refused) {
      LibC.close(socket);
      Files.deleteIfExists(draft);
      throw new IOException("cannot listen on " + address.text() + ": " + refused, refused);
    }
  }

  private static InetAddress resolve(ListenAddress.Tcp address) throws IOException {
    try {
      return InetAddress.getByName(address.host());
    } catch (UnknownHostException unknown) {
      throw new IOException(
          "cannot listen on "
              + address.text()
              + ": host "
              + address.host()
              + " does not resolve;"
              + " use an address of this machine, 0.0.0.0 or ::",
          unknown);
    }
  }

  private static void setOptions(int socket, ListenAddress.Tcp address, InetAddress host)
      throws IOException {
    SocketOptions options = address.options();
    LibC.setOption(socket, LibC.SOL_SOCKET, LibC.SO_REUSEADDR, options.reuseAddress() ? 1 : 0);
    LibC.setOption(socket, LibC.SOL_SOCKET, LibC.SO_KEEPALIVE, options.keepAlive() ? 1 : 0);
    if (options.keepAlive() && options.keepIdleSeconds().isPresent()) {
      LibC.setOption(
          socket, LibC.IPPROTO_TCP, LibC.TCP_KEEPIDLE, options.keepIdleSeconds().getAsInt());
    }
    if (NativeAddress.familyOf(host) == LibC.AF_INET6) {
      LibC.setOption(socket, LibC.IPPROTO_IPV6, LibC.IPV6_V6ONLY, address.ipv6Only() ? 1 : 0);
    }
  }

  private static void requireFits(ListenAddress address, Path path) throws IOException {
    int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > NativeAddress.MAX_UNIX_PATH) {
      throw new IOException(
          "cannot listen on "
              + address.text()
              + ": the path has "
              + length
              + " bytes, a UNIX socket allows "
              + NativeAddress.MAX_UNIX_PATH
              + "; choose a shorter one");
    }
  }

  private static IOException explained(ListenAddress address, SystemCallException refused) {
    String hint = "";
    if (refused.error() == SystemCallException.EADDRINUSE) {
      hint = " by another program; stop it or choose another port";
    } else if (refused.isPermissionDenied()
        && address instanceof ListenAddress.Tcp tcp
        && tcp.port() < 1024) {
      hint = "; ports below 1024 need CAP_NET_BIND_SERVICE, choose a higher one";
    }
    return new IOException(
        "cannot listen on " + address.text() + ": " + refused.reason() + hint, refused);
  }
}
