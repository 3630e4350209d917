package dev.perennial.http;

import dev.perennial.config.FileReason;
import dev.perennial.service.Counter;
import dev.perennial.service.RotatedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// The file of an access log. Lines are collected and written together, a tenth of a second after
/// the first of them at the latest: one system call for hundreds of requests. Several processes may
/// append to the same file, for no line is ever divided between two calls.
///
/// A thread of its own writes them, so that nobody else ever waits for the file: on a file system
/// that hangs, a full disk, a pipe that nobody reads. Lines wait then, and when there is no more
/// room for them they are lost and counted; see [LostLines].
///
/// For any thread.
final class AccessLogFile implements AutoCloseable {

  // Some 25,000 lines.
  static final long LIMIT_BYTES = 4 * 1024 * 1024;

  /// More than most lines have.
  private static final int LINE_CHARS = 256;

  private static final Duration LAST = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofMillis(100);

  private final LinePrefix prefix;
  private final LineSink sink;
  private final LineQueue queue;
  private final LostLines lost;
  private final Thread writer;
  private volatile boolean givenUp;

  /// @param limitBytes of the lines that wait
  AccessLogFile(LineSink sink, LostLines lost, InstantSource clock, long limitBytes) {
    this.prefix = new LinePrefix(clock);
    this.sink = sink;
    this.queue = new LineQueue(limitBytes);
    this.lost = lost;
    // Not virtual: what hangs in a file occupies a carrier, which handlers need.
    this.writer =
        Thread.ofPlatform().name("http-access-log").daemon(true).unstarted(this::writeAll);
  }

  /// Opens the file, or makes it.
  ///
  /// @param losses counts the lines that are lost
  /// @throws IOException naming the file if that is not possible
  static AccessLogFile open(Path path, InstantSource clock, Counter losses) throws IOException {
    FileLines sink;
    try {
      sink = new FileLines(RotatedFile.open(path));
    } catch (IOException failure) {
      throw new IOException(
          "cannot open the access log " + path + ": " + FileReason.of(failure), failure);
    }
    AccessLogFile file = new AccessLogFile(sink, new LostLines(path, losses), clock, LIMIT_BYTES);
    file.begin();
    return file;
  }

  /// Opens the file if there is to be one.
  static Optional<AccessLogFile> open(Optional<Path> path, Counter losses) throws IOException {
    return path.isPresent()
        ? Optional.of(open(path.get(), InstantSource.system(), losses))
        : Optional.empty();
  }

  /// Has lines written from now on.
  void begin() throws IOException {
    try {
      writer.start();
    } catch (RuntimeException | Error noThread) {
      sink.close();
      throw noThread;
    }
  }

  /// Begins a line, with date, time and pid.
  StringBuilder line() {
    return prefix.appendTo(new StringBuilder(LINE_CHARS));
  }

  /// Adds a line that was begun here. Dropped once the file is closed.
  void append(StringBuilder line) {
    byte[] bytes = line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    if (!queue.add(bytes)) {
      lost.add();
    }
  }

  /// Writes what is left, for a second at most, and closes the file.
  @Override
  public void close() {
    if (!queue.close()) {
      return;
    }
    awaitEnd();
    givenUp = true;
    lost.end(queue.lines());
  }

  // Also in a thread that is interrupted, as those are that stop a server at once.
  private void awaitEnd() {
    boolean interrupted = Thread.interrupted();
    long end = System.nanoTime() + LAST.toNanos();
    while (writer.isAlive() && System.nanoTime() - end < 0) {
      try {
        writer.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeAll() {
    try (sink) {
      for (LineBatch batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
        if (!write(batch.content())) {
          return;
        }
        lost.written(queue.done(batch));
      }
    } catch (InterruptedException nobodyDoesThis) {
      Thread.currentThread().interrupt();
    } catch (IOException notClosed) {
      lost.failed(notClosed);
    }
  }

  /// Tries until all is written, or until there is no more time for it.
  ///
  /// @return whether it is
  private boolean write(ByteBuffer lines) throws InterruptedException {
    while (lines.hasRemaining()) {
      try {
        sink.write(lines);
      } catch (IOException | RuntimeException | Error failure) {
        // Such as no memory for what stands around a write: there may be some later, and nobody
        // else would write.
        lost.failed(failure);
        if (queue.isClosed()) {
          return false;
        }
        Thread.sleep(RETRY);
      }
      if (givenUp) {
        return false;
      }
    }
    return true;
  }
}
