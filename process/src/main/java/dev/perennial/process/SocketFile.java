package dev.perennial.process;

import dev.perennial.schedule.Deadline;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;

/// The file of a UNIX socket, owned by the process that bound it.
final class SocketFile {

  /// No file: a TCP socket.
  static final SocketFile NONE = new SocketFile(Optional.empty(), "");

  private static final Logger LOG = System.getLogger("dev.perennial.process");

  /// A program needs a few milliseconds to listen; one that is stopped in between needs for ever.
  private static final Duration TURN_LIMIT = Duration.ofSeconds(5);

  private static final Duration LOOK = Duration.ofMillis(5);

  // The type bits of a mode; see inode(7).
  private static final int FILE_TYPE = 0170000;
  private static final int SOCKET = 0140000;

  private final Optional<Path> path;
  private final Object identity;

  private SocketFile(Optional<Path> path, Object identity) {
    this.path = path;
    this.identity = identity;
  }

  /// Waits until no other program is about to listen at the same path. Two that look at one stale
  /// file at the same moment would both find it free, and the slower one would replace the socket
  /// of the faster.
  ///
  /// @return to be closed when this program listens or has given up
  static LockFile awaitTurn(Path path) throws IOException {
    Path file = path.resolveSibling("." + path.getFileName() + ".lock");
    Deadline deadline = Deadline.after(TURN_LIMIT);
    while (true) {
      Optional<LockFile> turn = LockFile.tryTake(file);
      if (turn.isPresent()) {
        return turn.get();
      }
      if (deadline.passed()) {
        throw new FileSystemException(
            file.toString(),
            null,
            "process "
                + LockFile.holder(file).map(Object::toString).orElse("?")
                + " has been about to listen there for "
                + TURN_LIMIT.toSeconds()
                + " s; end it");
      }
      pause();
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  static SocketFile moveIntoPlace(Path draft, Path path) throws IOException {
    if (Files.exists(path)) {
      LOG.log(Level.INFO, "takes over {0}: the program that listened there is gone", path);
    }
    Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return new SocketFile(Optional.of(path), identityOf(path));
  }

  /// Whether something stands there that is no socket, and that nobody gave us to replace.
  static boolean isForeign(Path path) throws IOException {
    return Files.exists(path)
        && ((int) Files.getAttribute(path, "unix:mode") & FILE_TYPE) != SOCKET;
  }

  /// Whether a program listens there. A file that nobody listens on is stale: only the kernel's
  /// plain refusal proves that. A program that is too busy to accept, or that does not let this
  /// user connect, listens nevertheless.
  static boolean isLive(Path path) throws IOException {
    if (!Files.exists(path)) {
      return false;
    }
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      // A blocking connect would wait for room in the queue.
      probe.configureBlocking(false);
      probe.connect(UnixDomainSocketAddress.of(path));
      return true;
    } catch (ConnectException refused) {
      return false;
    } catch (SocketException otherwise) {
      return Files.exists(path);
    }
  }

  /// Removes the file unless somebody else has put another one in its place.
  void delete() {
    path.ifPresent(this::deleteOwn);
  }

  private void deleteOwn(Path file) {
    try {
      if (identityOf(file).equals(identity)) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException gone) {
      // Somebody tidied up before us; what we want is done.
    } catch (IOException failure) {
      LOG.log(Level.WARNING, "cannot remove {0}: {1}", file, failure.getMessage());
    }
  }

  private static Object identityOf(Path file) throws IOException {
    return String.valueOf(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
  }
}
