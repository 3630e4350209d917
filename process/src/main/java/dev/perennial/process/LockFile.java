package dev.perennial.process;

import dev.perennial.config.FileReason;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A file that one process at a time holds. It names its holder, and is removed when it is given
/// back.
///
/// The kernel gives the lock back when the process ends, however it ends; a file that is left of it
/// then means nothing. Thread-safe.
public final class LockFile implements AutoCloseable {

  private static final Logger LOG = System.getLogger("dev.perennial.process");

  private static final Set<OpenOption> OPTIONS =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  // The locks of one process do not exclude each other, and closing any descriptor of a file loses
  // its lock: so what this process holds is never opened by it again.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private LockFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /// Takes the lock if nobody holds it.
  ///
  /// @param file where; its directory must exist
  /// @return the lock, or nothing if this or another process holds it
  /// @throws IOException if the file cannot be made or opened
  public static Optional<LockFile> tryTake(Path file) throws IOException {
    Path path = file.toAbsolutePath().normalize();
    if (!HELD.add(path)) {
      return Optional.empty();
    }
    Optional<FileChannel> locked = Optional.empty();
    try {
      locked = lock(path);
    } finally {
      if (locked.isEmpty()) {
        HELD.remove(path);
      }
    }
    return locked.map(channel -> new LockFile(path, channel));
  }

  /// The process that holds a lock, as its file says.
  ///
  /// @param file where
  /// @return the pid; nothing if nobody has written one
  public static Optional<Long> holder(Path file) {
    try {
      return Optional.of(Long.parseLong(Files.readString(file).strip()));
    } catch (IOException | NumberFormatException unknown) {
      return Optional.empty();
    }
  }

  private static Optional<FileChannel> lock(Path path) throws IOException {
    while (true) {
      FileChannel channel = open(path);
      boolean mine = false;
      try {
        if (tryLock(path, channel).isEmpty()) {
          return Optional.empty();
        }
        // The holder before may have removed the file after it was opened here: then this is the
        // lock of a file that nobody else can find.
        if (OwnDescriptors.has(path)) {
          sign(path, channel);
          mine = true;
          return Optional.of(channel);
        }
      } finally {
        if (!mine) {
          channel.close();
        }
      }
    }
  }

  private static FileChannel open(Path path) throws IOException {
    try {
      return FileChannel.open(path, OPTIONS, PRIVATE);
    } catch (FileSystemException named) {
      throw named;
    } catch (IOException isLink) {
      throw new FileSystemException(path.toString(), null, path + " is a symbolic link");
    }
  }

  private static Optional<FileLock> tryLock(Path path, FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (IOException unnamed) {
      throw named(path, "cannot be locked: ", unnamed);
    }
  }

  private static void sign(Path path, FileChannel channel) throws IOException {
    String line = ProcessHandle.current().pid() + "\n";
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException unnamed) {
      throw named(path, "", unnamed);
    }
  }

  // What the JDK says of a file that is open does not name it.
  private static IOException named(Path path, String what, IOException unnamed) {
    FileSystemException named =
        new FileSystemException(path.toString(), null, what + FileReason.of(unnamed));
    named.initCause(unnamed);
    return named;
  }

  /// Removes the file and gives the lock back.
  @Override
  public void close() {
    try (channel) {
      if (channel.isOpen()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException failure) {
      LOG.log(Level.WARNING, "cannot remove {0}: {1}", path, FileReason.of(failure));
    } finally {
      HELD.remove(path);
    }
  }
}
