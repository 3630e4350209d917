package dev.perennial.process;

import dev.perennial.service.ListenAddress;
import dev.perennial.service.ListenHost;
import dev.perennial.service.SocketFile;
import dev.perennial.service.SocketOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes listening sockets. Native rather than `ServerSocketChannel`, because a supervisor needs
/// the number of the descriptor, and options that the channel does not offer.
final class SocketBinder {

  private static final String USE_OWN_ADDRESS = " use an address of this machine, 0.0.0.0 or ::";

  private SocketBinder() {}

  static ListeningSocket bind(ListenAddress.Tcp address) throws IOException {
    ListenAddress.Tcp number = resolve(address);
    InetAddress host = InetAddress.getByName(number.host());
    int socket = open(address, NativeAddress.familyOf(host));
    try {
      setOptions(socket, address, host);
      LibC.bind(socket, NativeAddress.of(host, address.port()));
      LibC.listen(socket, address.options().backlog());
      return new ListeningSocket(number.withPort(LibC.localPort(socket)), socket, SocketFile.NONE);
    } catch (IOException refused) {
      LibC.close(socket);
      throw explained(address, refused);
    }
  }

  static ListeningSocket bind(ListenAddress.Unix address) throws IOException {
    Path path = address.path().toAbsolutePath();
    requireFits(address, path);
    requireDirectory(address, path);
    try (LockFile _ = SocketTurn.await(path)) {
      requireFree(address, path);
      SocketFile.removeLeftDrafts(path);
      return bind(address, path, SocketFile.draft(path));
    } catch (FileSystemException refused) {
      throw explained(address, refused);
    }
  }

  private static ListeningSocket bind(ListenAddress.Unix address, Path path, Path draft)
      throws IOException {
    int socket = open(address, LibC.AF_UNIX);
    try {
      LibC.bind(socket, NativeAddress.ofUnix(draft.toString()));
      return new ListeningSocket(address, socket, listen(address, socket, path, draft));
    } catch (IOException refused) {
      LibC.close(socket);
      throw explained(address, refused);
    }
  }

  private static SocketFile listen(ListenAddress.Unix address, int socket, Path path, Path draft)
      throws IOException {
    try {
      if (address.mode().isPresent()) {
        Files.setAttribute(draft, "unix:mode", address.mode().get());
      }
      LibC.listen(socket, address.options().backlog());
      return SocketFile.moveIntoPlace(draft, path);
    } catch (IOException refused) {
      Files.deleteIfExists(draft);
      throw refused;
    }
  }

  private static int open(ListenAddress address, int family) throws IOException {
    try {
      return LibC.socket(family, LibC.SOCK_STREAM);
    } catch (IOException refused) {
      throw explained(address, refused);
    }
  }

  private static ListenAddress.Tcp resolve(ListenAddress.Tcp address) throws IOException {
    try {
      return ListenHost.resolve(address);
    } catch (UnknownHostException unknown) {
      throw new IOException(
          "cannot listen on "
              + address.text()
              + ": host "
              + address.host()
              + " does not resolve;"
              + USE_OWN_ADDRESS,
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
    try {
      SocketFile.requireFits(path);
    } catch (IOException tooLong) {
      throw refused(address, tooLong);
    }
  }

  private static void requireDirectory(ListenAddress address, Path path) throws IOException {
    Path directory = path.getParent();
    if (directory != null && Files.notExists(directory)) {
      throw new IOException(
          "cannot listen on "
              + address.text()
              + ": directory "
              + directory
              + " does not exist; create it or choose another path");
    }
  }

  private static void requireFree(ListenAddress address, Path path) throws IOException {
    try {
      SocketFile.requireFree(path);
    } catch (FileSystemException unreadable) {
      throw unreadable;
    } catch (IOException taken) {
      throw refused(address, taken);
    }
  }

  private static IOException refused(ListenAddress address, IOException why) {
    return new IOException("cannot listen on " + address.text() + ": " + why.getMessage(), why);
  }

  private static IOException explained(ListenAddress address, IOException failure) {
    return new IOException(
        "cannot listen on "
            + address.text()
            + ": "
            + SystemCallException.reasonOf(failure)
            + hint(address, failure),
        failure);
  }

  private static String hint(ListenAddress address, IOException failure) {
    return switch (failure) {
      case SystemCallException call when call.error() == SystemCallException.EADDRINUSE ->
          " by " + holder(address) + "; stop it or choose another port";
      case SystemCallException call when call.error() == SystemCallException.EADDRNOTAVAIL ->
          ";" + USE_OWN_ADDRESS;
      case SystemCallException call when call.isPermissionDenied() -> permissionHint(address);
      case AccessDeniedException _ -> permissionHint(address);
      default -> "";
    };
  }

  private static String holder(ListenAddress address) {
    return address instanceof ListenAddress.Tcp tcp
        ? PortHolder.of(tcp.port()).orElse("another program")
        : "another program";
  }

  private static String permissionHint(ListenAddress address) {
    return switch (address) {
      case ListenAddress.Tcp tcp ->
          tcp.port() < 1024
              ? "; ports below 1024 need CAP_NET_BIND_SERVICE, choose a higher one"
              : "";
      case ListenAddress.Unix _ -> "; this user must be able to write to the directory";
    };
  }
}
