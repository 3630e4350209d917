package dev.perennial.http;

import dev.perennial.service.BoundSocket;
import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Listening sockets as a launcher hands them over.
final class Sockets {

  private Sockets() {}

  /// A TCP socket that the test owns.
  static BoundSocket tcp() throws IOException {
    return OwnSocket.bind(ListenAddress.tcp("127.0.0.1", 0));
  }

  static BoundSocket unix(Path path) throws IOException {
    return OwnSocket.bind(ListenAddress.unix(path));
  }

  /// A connection on which little is under way that nobody reads.
  static Socket narrow(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(1024);
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    return socket;
  }

  /// Whether the kernel has the socket that listens on a port in blocking mode.
  static boolean isBlocking(ListenAddress.Tcp address) throws IOException {
    String inode = inode(address.port());
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        if (target(descriptor).equals("socket:[" + inode + "]")) {
          return (flags(descriptor) & 04000) == 0;
        }
      }
    }
    throw new IOException("no descriptor for " + address.text());
  }

  /// Bytes that clients have sent to a port, that have come, and that nobody has read.
  static long unread(ListenAddress address) {
    return queued(address, 1, 1);
  }

  /// Whether all that clients have sent to a port has been read. Looks on their side first: what
  /// has left it has come.
  static boolean isRead(ListenAddress address) {
    return queued(address, 2, 0) == 0 && unread(address) == 0;
  }

  /// Bytes in queues of the kernel.
  ///
  /// @param end who has the port: 1 for a socket itself, 2 for its peer
  /// @param queue 0 for what the peer has not got yet, 1 for what nobody has read
  private static long queued(ListenAddress address, int end, int queue) {
    String suffix = String.format(":%04X", ((ListenAddress.Tcp) address).port());
    long bytes = 0;
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : lines(table)) {
        String[] fields = line.strip().split("\\s+");
        if (fields[end].endsWith(suffix) && fields[3].equals("01")) {
          bytes += Long.parseLong(fields[4].split(":")[queue], 16);
        }
      }
    }
    return bytes;
  }

  private static List<String> lines(String table) {
    try {
      return Files.readAllLines(Path.of(table));
    } catch (IOException none) {
      return List.of();
    }
  }

  private static String inode(int port) throws IOException {
    String suffix = String.format(":%04X", port);
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] fields = line.strip().split("\\s+");
        if (fields[1].endsWith(suffix) && fields[3].equals("0A")) {
          return fields[9];
        }
      }
    }
    throw new IOException("nobody listens on " + port);
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  private static int flags(Path descriptor) throws IOException {
    Path info = Path.of("/proc/self/fdinfo").resolve(descriptor.getFileName());
    return Files.readAllLines(info).stream()
        .filter(line -> line.startsWith("flags:"))
        .map(line -> Integer.parseInt(line.substring(6).strip(), 8))
        .findFirst()
        .orElseThrow();
  }
}
