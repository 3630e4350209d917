package dev.perennial.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the number of a descriptor of this process by what the kernel says about it in `/proc`.
final class OwnDescriptors {

  // Columns of /proc/net/unix: 6 inode, 7 path.
  private static final int UNIX_INODE = 6;
  private static final int UNIX_PATH = 7;

  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private OwnDescriptors() {}

  /// Whether a number is a socket of this process.
  static boolean isSocket(int descriptor) {
    return linksOf(Path.of("/proc/self/fd/" + descriptor)).stream()
        .anyMatch(target -> target.toString().startsWith("socket:"));
  }

  /// The socket that listens on this port of 127.0.0.1, and not one at another address.
  static int ofListeningPort(int port) throws IOException {
    // The kernel prints the four bytes of the address as one number of its own byte order.
    int loopback = ByteBuffer.wrap(LOOPBACK).order(ByteOrder.nativeOrder()).getInt();
    String local = String.format(Locale.ROOT, "%08X:%04X", loopback, port);
    for (String line : Files.readAllLines(TcpTable.IPV4)) {
      String[] columns = TcpTable.columns(line);
      if (columns[TcpTable.LOCAL].equals(local)
          && columns[TcpTable.STATE].equals(TcpTable.LISTENS)) {
        return ofInode(columns[TcpTable.INODE]);
      }
    }
    throw new IOException("the kernel does not list a socket on port " + port);
  }

  static int ofUnixPath(Path path) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/net/unix"))) {
      String[] columns = line.strip().split("\\s+", UNIX_PATH + 1);
      if (columns.length > UNIX_PATH && columns[UNIX_PATH].equals(path.toString())) {
        return ofInode(columns[UNIX_INODE]);
      }
    }
    throw new IOException("the kernel does not list a socket at " + path);
  }

  /// Whether this process has the file open that stands at a path now, and not one that stood there
  /// before.
  static boolean has(Path path) throws IOException {
    Optional<Object> there = fileAt(path);
    try (DirectoryStream<Path> own = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : own) {
        if (there.isPresent() && there.equals(fileAt(descriptor))) {
          return true;
        }
      }
    }
    return false;
  }

  private static Optional<Object> fileAt(Path path) {
    try {
      return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static int ofInode(String inode) throws IOException {
    Path wanted = linkTo(inode);
    try (DirectoryStream<Path> own = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : own) {
        if (linksOf(descriptor).contains(wanted)) {
          return Integer.parseInt(descriptor.getFileName().toString());
        }
      }
    }
    throw new IOException("no descriptor of this process is " + wanted);
  }

  /// Where the descriptor of a socket points to.
  static Path linkTo(String inode) {
    return Path.of("socket:[" + inode + "]");
  }

  static List<Path> linksOf(Path descriptor) {
    try {
      return List.of(Files.readSymbolicLink(descriptor));
    } catch (IOException closedMeanwhile) {
      return List.of();
    }
  }
}
