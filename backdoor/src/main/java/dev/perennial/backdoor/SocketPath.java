package dev.perennial.backdoor;

import dev.perennial.service.SocketFile;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// A listening UNIX socket of mode 0600, from the first moment at which others can see it.
///
/// It is bound in a directory that nobody else can enter, and linked to its place when its mode is
/// set. A file that is there and that nobody listens on is replaced, as one of a process that was
/// killed; a live one, or one that is no socket, is left alone.
final class SocketPath implements AutoCloseable {

  private final Path path;
  private final Object identity;
  private final ServerSocketChannel channel;

  private SocketPath(Path path, Object identity, ServerSocketChannel channel) {
    this.path = path;
    this.identity = identity;
    this.channel = channel;
  }

  /// @throws IOException in words for an operator, if the path cannot be had
  static SocketPath bind(Path path) throws IOException {
    Path absolute = path.toAbsolutePath();
    Path hidden = hiddenBeside(absolute);
    Path socket = hidden.resolve("s");
    Path old = hidden.resolve("o");
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      makeRoom(absolute, old);
      Files.createLink(absolute, socket);
      return new SocketPath(absolute, identity(socket), channel);
    } catch (FileAlreadyExistsException taken) {
      channel.close();
      throw new AddressTaken(path + " is in use by another process");
    } catch (IOException failure) {
      channel.close();
      throw failure;
    } finally {
      Files.deleteIfExists(socket);
      Files.deleteIfExists(old);
      Files.deleteIfExists(hidden);
    }
  }

  private static Path hiddenBeside(Path path) throws IOException {
    Path directory = path.resolveSibling("");
    try {
      return Files.createTempDirectory(
          directory,
          ".b",
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (NoSuchFileException missing) {
      throw new IOException(path + " cannot be made: there is no directory " + directory, missing);
    } catch (AccessDeniedException forbidden) {
      throw new IOException(
          path + " cannot be made: this user may not write to " + directory, forbidden);
    }
  }

  private static void makeRoom(Path path, Path old) throws IOException {
    try {
      moveStale(path, old);
    } catch (NoSuchFileException gone) {
      // Nothing was there, or whoever was there has removed it: it is free.
    }
  }

  // Another process may have replaced a stale file since the first look: what was moved away is
  // looked at once more, and put back if somebody lives there.
  private static void moveStale(Path path, Path old) throws IOException {
    if (!SocketFile.isSocket(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(path + " is there, and no socket; move it away");
    }
    if (SocketFile.isLive(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    Files.move(path, old);
    if (SocketFile.isLive(old)) {
      Files.createLink(path, old);
      throw new FileAlreadyExistsException(path.toString());
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static Object identity(Path path) throws IOException {
    return Optional.<Object>ofNullable(attributes(path).fileKey()).orElse(path);
  }

  Path path() {
    return path;
  }

  ServerSocketChannel channel() {
    return channel;
  }

  /// Removes the file, unless another process has put its own there, and closes the socket: in this
  /// order, because others replace the file of a socket on which nobody listens.
  @Override
  public void close() throws IOException {
    try (channel) {
      if (channel.isOpen() && identity(path).equals(identity)) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException gone) {
      // Somebody tidied up before us; what we want is done.
    }
  }
}
