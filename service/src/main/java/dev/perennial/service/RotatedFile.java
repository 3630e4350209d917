package dev.perennial.service;

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

/// A file of a log that several processes may append to. When it was renamed or removed, as
/// `logrotate` does, a new one is begun: at the latest a second later, with the next lines, and at
/// once by [#reopen()].
///
/// It may be a pipe (a FIFO): to open it waits for nobody who reads, to write to it may.
///
/// For one thread at a time, which nobody may interrupt: that would close the file.
public final class RotatedFile implements AutoCloseable {

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  // PIPE_BUF: what is no longer goes into a pipe as a whole.
  private static final int PIECE = 4096;

  private static final Set<OpenOption> APPEND =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);

  // To open a pipe for writing only waits for somebody who reads it.
  private static final Set<OpenOption> PIPE =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);

  private final Path path;
  private Opened opened;
  private long lookedAt = System.nanoTime();

  private record Opened(FileChannel channel, @Nullable Object identity, boolean isPipe) {

    static Opened of(Path path) throws IOException {
      boolean isPipe = isPipeOrDevice(path);
      FileChannel channel = FileChannel.open(path, isPipe ? PIPE : APPEND);
      try {
        return new Opened(channel, RotatedFile.identity(path), isPipe);
      } catch (IOException | RuntimeException | Error failure) {
        channel.close();
        throw failure;
      }
    }
  }

  private RotatedFile(Path path) throws IOException {
    this.path = path;
    this.opened = Opened.of(path);
  }

  /// Opens the file, or makes it.
  ///
  /// @param path where
  /// @return to be closed
  /// @throws IOException as the JDK says it
  public static RotatedFile open(Path path) throws IOException {
    return new RotatedFile(path);
  }

  private static boolean isPipeOrDevice(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).isOther();
    } catch (NoSuchFileException none) {
      return false;
    }
  }

  /// Writes as much as is taken now. Into a pipe whole lines go at a time, if they are short enough
  /// for it.
  ///
  /// @param lines to be written
  /// @throws IOException if nothing more can be written at the moment
  public void write(ByteBuffer lines) throws IOException {
    followRotation();
    if (opened.isPipe()) {
      writePieces(lines);
    } else {
      opened.channel().write(lines);
    }
  }

  private void writePieces(ByteBuffer lines) throws IOException {
    while (lines.hasRemaining()) {
      ByteBuffer piece = lines.slice(lines.position(), lengthOfPiece(lines));
      try {
        opened.channel().write(piece);
      } finally {
        lines.position(lines.position() + piece.position());
      }
    }
  }

  // Up to the last end of a line that fits.
  private static int lengthOfPiece(ByteBuffer lines) {
    int most = Math.min(PIECE, lines.remaining());
    for (int length = most; length > 0 && most < lines.remaining(); length--) {
      if (lines.get(lines.position() + length - 1) == '\n') {
        return length;
      }
    }
    return most;
  }

  private void followRotation() throws IOException {
    long now = System.nanoTime();
    if (now - lookedAt < LOOK_NANOS) {
      return;
    }
    lookedAt = now;
    Object current = identity(path);
    if (current == null || !current.equals(opened.identity())) {
      reopen();
    }
  }

  /// Opens the file again, or makes it.
  ///
  /// @throws IOException as the JDK says it; what was open stays open then
  public void reopen() throws IOException {
    Opened fresh = Opened.of(path);
    Opened former = opened;
    opened = fresh;
    former.channel().close();
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
    opened.channel().close();
  }
}
