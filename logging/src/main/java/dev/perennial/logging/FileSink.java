package dev.perennial.logging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A log file. It is appended to, whole records at a time, so several processes may share it. When
/// it has been renamed or removed, as `logrotate` does, a new one is begun: at the latest a second
/// later, with the next record, and at once by [#reopen()].
final class FileSink implements Sink {

  private static final int BATCH = 64 * 1024;
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path path;
  private FileChannel channel;
  private @Nullable Object identity;
  private long lookedAt = System.nanoTime();

  private FileSink(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.identity = identity();
  }

  /// Opens the file, or makes it.
  ///
  /// @throws IOException in words for an operator
  static FileSink open(Path path) throws IOException {
    try {
      return new FileSink(path, channel(path));
    } catch (IOException failure) {
      throw new IOException("cannot open log file " + path + ": " + reason(failure), failure);
    }
  }

  private static FileChannel channel(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "its directory does not exist";
      case AccessDeniedException _ -> "permission denied";
      default -> String.valueOf(failure.getMessage());
    };
  }

  @Override
  public int maxBytes() {
    return BATCH;
  }

  @Override
  public synchronized void write(ByteBuffer records) throws IOException {
    long now = System.nanoTime();
    if (now - lookedAt >= LOOK_NANOS) {
      lookedAt = now;
      Object current = identity();
      if (current == null || !current.equals(identity)) {
        reopen();
      }
    }
    channel.write(records);
  }

  @Override
  public synchronized void reopen() throws IOException {
    FileChannel fresh;
    try {
      fresh = channel(path);
    } catch (IOException failure) {
      throw new IOException("cannot open log file " + path + ": " + reason(failure), failure);
    }
    channel.close();
    channel = fresh;
    identity = identity();
  }

  private @Nullable Object identity() throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException gone) {
      return null;
    }
  }

  @Override
  public synchronized void close() {
    try {
      channel.close();
    } catch (IOException lost) {
      System.err.println("perennial: closing log file " + path + ": " + lost.getMessage());
    }
  }
}
