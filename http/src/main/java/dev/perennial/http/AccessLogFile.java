package dev.perennial.http;

import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The file of an access log. Lines are collected and written together, a tenth of a second after
/// the first of them at the latest: one system call for hundreds of requests. Several processes may
/// append to the same file, for no line is ever divided between two calls.
///
/// When the file is renamed or removed, as `logrotate` does, a new one is begun within a second of
/// the next line. For any thread.
final class AccessLogFile implements AutoCloseable {

  private static final Logger LOG = System.getLogger("dev.perennial.http");

  /// More than most lines have.
  private static final int LINE_CHARS = 256;

  private static final int BATCH_BYTES = 64 * 1024;
  private static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long COMPLAINT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition firstLine = lock.newCondition();
  private final Condition closing = lock.newCondition();
  private final Path path;
  private final LinePrefix prefix;
  private final byte[] batch = new byte[BATCH_BYTES];
  private int filled;
  private boolean closed;

  // Not a channel: that would be closed for everybody by an interrupt of one thread that writes.
  private FileOutputStream out;
  private @Nullable Object identity;
  private long lookedAt = System.nanoTime();
  private long complainedAt = System.nanoTime() - COMPLAINT_NANOS;

  private AccessLogFile(Path path, InstantSource clock) throws IOException {
    this.path = path;
    this.prefix = new LinePrefix(clock);
    this.out = new FileOutputStream(path.toFile(), true);
    this.identity = identity(path);
  }

  /// Opens the file, or makes it.
  ///
  /// @throws IOException naming the file if that is not possible
  static AccessLogFile open(Path path, InstantSource clock) throws IOException {
    AccessLogFile file;
    try {
      file = new AccessLogFile(path, clock);
    } catch (IOException failure) {
      throw new IOException("cannot open the access log: " + failure.getMessage(), failure);
    }
    Thread.ofVirtual().name("http-access-log").start(file::writeAfterDelays);
    return file;
  }

  /// Begins a line, with date, time and pid.
  StringBuilder line() {
    return prefix.appendTo(new StringBuilder(LINE_CHARS));
  }

  /// Adds a line that was begun here. Dropped once the file is closed.
  void append(StringBuilder line) {
    byte[] bytes = line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (bytes.length > batch.length - filled) {
        writeBatch();
      }
      if (bytes.length > batch.length) {
        write(bytes, bytes.length);
        return;
      }
      if (filled == 0) {
        firstLine.signal();
      }
      System.arraycopy(bytes, 0, batch, filled, bytes.length);
      filled += bytes.length;
    } finally {
      lock.unlock();
    }
  }

  /// Writes what is left and closes the file.
  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        closing.signal();
        firstLine.signal();
        writeBatch();
        out.close();
      }
    } catch (IOException failure) {
      complain(failure);
    } finally {
      lock.unlock();
    }
  }

  private void writeAfterDelays() {
    lock.lock();
    try {
      while (!closed) {
        if (filled == 0) {
          firstLine.await();
        } else {
          awaitDelay();
          writeBatch();
        }
      }
    } catch (InterruptedException nobodyDoesThis) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void awaitDelay() throws InterruptedException {
    long left = DELAY_NANOS;
    while (!closed && left > 0) {
      left = closing.awaitNanos(left);
    }
  }

  private void writeBatch() {
    if (filled > 0) {
      write(batch, filled);
      filled = 0;
    }
  }

  // A log that cannot be written must not keep anybody from being served.
  private void write(byte[] bytes, int length) {
    try {
      followRotation();
      out.write(bytes, 0, length);
    } catch (IOException failure) {
      complain(failure);
    }
  }

  private void followRotation() throws IOException {
    long now = System.nanoTime();
    if (now - lookedAt < LOOK_NANOS) {
      return;
    }
    lookedAt = now;
    Object current = identity(path);
    if (current == null || !current.equals(identity)) {
      FileOutputStream fresh = new FileOutputStream(path.toFile(), true);
      out.close();
      out = fresh;
      identity = identity(path);
    }
  }

  private static @Nullable Object identity(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException gone) {
      return null;
    }
  }

  private void complain(IOException failure) {
    long now = System.nanoTime();
    if (now - complainedAt >= COMPLAINT_NANOS) {
      complainedAt = now;
      LOG.log(
          Level.WARNING, "lines of the access log " + path + " are lost: " + failure.getMessage());
    }
  }

  /// Opens the file if there is to be one.
  static Optional<AccessLogFile> open(Optional<Path> path) throws IOException {
    return path.isPresent()
        ? Optional.of(open(path.get(), InstantSource.system()))
        : Optional.empty();
  }
}
