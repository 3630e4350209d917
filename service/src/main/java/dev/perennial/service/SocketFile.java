package dev.perennial.service;

import dev.perennial.config.FileReason;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// The file of a UNIX socket that this process has bound.
///
/// The socket is bound beside its place and moved into it: the file never stands there with a wrong
/// mode or before somebody listens, and a stale one is replaced in one step.
public final class SocketFile {

  /// The most bytes that the path of a UNIX socket may have: the kernel's 108 less the closing zero
  /// and one more, because Java can neither bind nor connect to a longer one.
  public static final int MAX_PATH = 106;

  /// No file: a TCP socket.
  public static final SocketFile NONE = new SocketFile(Optional.empty(), "");

  private static final Logger LOG = System.getLogger("dev.perennial.service");

  // Of the seven digits in the name of a draft three say for which path it is, four are random.
  private static final int TAGS = 36 * 36 * 36;
  private static final int DRAFTS = 36 * TAGS;

  // The type bits of a mode; see inode(7).
  private static final int FILE_TYPE = 0170000;
  private static final int SOCKET = 0140000;

  private final Optional<Path> path;
  private final Object identity;

  private SocketFile(Optional<Path> path, Object identity) {
    this.path = path;
    this.identity = identity;
  }

  /// Where to bind the socket first. The name is another one each time: processes of two containers
  /// may have one directory and equal pids. Whoever finds it taken nevertheless is refused by the
  /// kernel; so remove the file only after binding it.
  ///
  /// @param path where it is to stand
  /// @return a path in the same directory; short, because it has to fit where the other one does
  public static Path draft(Path path) {
    int number = ThreadLocalRandom.current().nextInt(DRAFTS);
    return path.resolveSibling(draftPrefix(path) + digits(number, DRAFTS));
  }

  /// Removes the drafts of programs that were killed before theirs was in its place, as far as the
  /// directory lets it.
  ///
  /// @param path where a socket is to stand; no other program may be about to put one there
  public static void removeLeftDrafts(Path path) {
    Path directory = path.toAbsolutePath().resolveSibling("");
    String drafts = draftPrefix(path) + "[0-9a-z]".repeat(digits(0, DRAFTS).length());
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, drafts)) {
      for (Path draft : left) {
        if (isSocket(draft, LinkOption.NOFOLLOW_LINKS) && !isLive(draft)) {
          Files.deleteIfExists(draft);
        }
      }
    } catch (IOException | DirectoryIteratorException failure) {
      LOG.log(Level.DEBUG, "what was left in {0} stays: {1}", directory, failure);
    }
  }

  // Tells the drafts of this path from those of its neighbours.
  private static String draftPrefix(Path path) {
    int tag = Math.floorMod(String.valueOf(path.getFileName()).hashCode(), TAGS);
    return "." + digits(tag, TAGS);
  }

  private static String digits(int number, int numbers) {
    return Integer.toString(numbers + number, Character.MAX_RADIX).substring(1);
  }

  /// Checks that neither the path nor that of its draft is too long.
  ///
  /// @param path where a socket is to stand
  /// @throws IOException in words for an operator, without the path
  public static void requireFits(Path path) throws IOException {
    int length = lengthOf(path);
    if (length > MAX_PATH) {
      throw new IOException(
          "the path has "
              + length
              + " bytes, a UNIX socket allows "
              + MAX_PATH
              + "; choose a shorter one");
    }
    Path draft = draft(path);
    if (lengthOf(draft) > MAX_PATH) {
      throw new IOException(
          "the directory leaves no room for "
              + draft.getFileName()
              + ", under which the socket is made; choose a shorter directory");
    }
  }

  private static int lengthOf(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  /// Checks that nothing stands there but what a socket leaves behind.
  ///
  /// @param path where a socket is to stand
  /// @throws IOException in words for an operator, without the path, if it must not be replaced
  public static void requireFree(Path path) throws IOException {
    if (isForeign(path)) {
      throw new IOException("what stands there is no socket; remove it or choose another path");
    }
    if (isLive(path)) {
      throw new IOException("another program listens there; stop it or choose another path");
    }
  }

  /// Whether a file is a UNIX socket, be it live or stale.
  ///
  /// @param path of a file that is there
  /// @param options whether to follow links
  /// @return whether it is one
  /// @throws IOException if that cannot be found out
  public static boolean isSocket(Path path, LinkOption... options) throws IOException {
    return ((int) Files.getAttribute(path, "unix:mode", options) & FILE_TYPE) == SOCKET;
  }

  /// Whether a program listens there. A file that nobody listens on is stale: only the kernel's
  /// plain refusal proves that. A program that is too busy to accept, or that does not let this
  /// user connect, listens nevertheless. Never waits.
  ///
  /// @param path of a UNIX socket, which need not be there
  /// @return whether it must be left alone
  /// @throws IOException if that cannot be found out
  public static boolean isLive(Path path) throws IOException {
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

  /// Puts a socket that listens in its place, over a stale file.
  ///
  /// @param draft where it was bound
  /// @param path where it is to stand; must be free
  /// @return what removes the file again
  /// @throws IOException if the directory does not let it
  public static SocketFile moveIntoPlace(Path draft, Path path) throws IOException {
    if (Files.exists(path)) {
      LOG.log(Level.INFO, "takes over {0}: the program that listened there is gone", path);
    }
    Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return new SocketFile(Optional.of(path), identityOf(path));
  }

  // Whether something stands there that is no socket, and that nobody gave us to replace.
  private static boolean isForeign(Path path) throws IOException {
    try {
      return Files.exists(path) && !isSocket(path);
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  /// Removes the file unless somebody else has put another one in its place.
  public void delete() {
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
      LOG.log(Level.WARNING, "cannot remove {0}: {1}", file, FileReason.of(failure));
    }
  }

  private static Object identityOf(Path file) throws IOException {
    return String.valueOf(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
  }
}
