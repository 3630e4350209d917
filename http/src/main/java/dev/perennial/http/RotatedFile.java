package dev.perennial.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A file that is appended to. When it was renamed or removed, as `logrotate` does, a new one is
/// begun within a second of the next line.
///
/// For one thread, which nobody may interrupt: that would close the file.
final class RotatedFile implements LineSink {

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Set<OpenOption> APPEND =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);

  // To open a pipe for writing only waits for somebody who reads it.
  private static final Set<OpenOption> PIPE =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);

  private final Path path;
  private FileChannel channel;
  private @Nullable Object identity;
  private long lookedAt = System.nanoTime();

  private RotatedFile(Path path, FileChannel channel, @Nullable Object identity) {
    this.path = path;
    this.channel = channel;
    this.identity = identity;
  }

  /// Opens the file, or makes it. Does not wait for a reader, if it is a pipe.
  static RotatedFile open(Path path) throws IOException {
    return new RotatedFile(path, channel(path), identity(path));
  }

  private static FileChannel channel(Path path) throws IOException {
    return FileChannel.open(path, isPipeOrDevice(path) ? PIPE : APPEND);
  }

  private static boolean isPipeOrDevice(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).isOther();
    } catch (NoSuchFileException none) {
      return false;
    }
  }

  @Override
  public void write(ByteBuffer lines) throws IOException {
    followRotation();
    channel.write(lines);
  }

  private void followRotation() throws IOException {
    long now = System.nanoTime();
    if (now - lookedAt < LOOK_NANOS) {
      return;
    }
    lookedAt = now;
    Object current = identity(path);
    if (current == null || !current.equals(identity)) {
      FileChannel fresh = channel(path);
      channel.close();
      channel = fresh;
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

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
