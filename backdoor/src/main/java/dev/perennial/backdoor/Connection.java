package dev.perennial.backdoor;

import dev.perennial.schedule.Timer;
import dev.perennial.schedule.Timers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// Lines from a peer, texts to it. A thread of its own reads ahead a few lines and no more; a peer
/// that does not read for [#WRITE_LIMIT] loses the connection.
///
/// One thread receives and sends.
final class Connection implements AutoCloseable {

  /// What came from the peer.
  sealed interface Received {

    /// A line, without its end.
    ///
    /// @param text the line
    record Line(String text) implements Received {}

    /// More than a line may have.
    record TooLong() implements Received {}

    /// Nothing more will come.
    record End() implements Received {}
  }

  /// Bytes of a line; of a command line that is much.
  static final int MAX_LINE = 1 << 16;

  static final Duration WRITE_LIMIT = Duration.ofSeconds(10);

  private static final int READ_AHEAD = 8;

  private final SocketChannel channel;
  private final BlockingQueue<Received> received = new ArrayBlockingQueue<>(READ_AHEAD);
  private final Thread reader;

  /// @param thread of the kind that is to read
  Connection(SocketChannel channel, Thread.Builder thread) {
    this.channel = channel;
    this.reader = thread.name("backdoor-reader").start(this::read);
  }

  /// The next line.
  ///
  /// @param limit how long to wait
  /// @return nothing if none came in time
  Optional<Received> receive(Duration limit) throws InterruptedException {
    return Optional.ofNullable(received.poll(limit.toMillis(), TimeUnit.MILLISECONDS));
  }

  /// Sends a text.
  ///
  /// @throws IOException if the peer is gone, or did not read in time
  void send(String text) throws IOException {
    Timer patience = Timers.system().after(WRITE_LIMIT, this::closeChannel);
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } finally {
      patience.cancel();
    }
  }

  @Override
  public void close() {
    closeChannel();
    reader.interrupt();
  }

  private void closeChannel() {
    try {
      channel.close();
    } catch (IOException alreadyBroken) {
      System.getLogger("dev.perennial.backdoor")
          .log(System.Logger.Level.TRACE, "a peer is gone", alreadyBroken);
    }
  }

  private void read() {
    try {
      received.put(readLines());
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private Received readLines() throws InterruptedException {
    ByteBuffer buffer = ByteBuffer.allocate(4096);
    LineBytes line = new LineBytes();
    try {
      while (channel.read(buffer.clear()) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          byte next = buffer.get();
          if (next == '\n') {
            received.put(new Received.Line(line.take()));
          } else if (line.length() == MAX_LINE) {
            return new Received.TooLong();
          } else {
            line.add(next);
          }
        }
      }
    } catch (IOException broken) {
      return new Received.End();
    }
    if (line.length() > 0) {
      received.put(new Received.Line(line.take()));
    }
    return new Received.End();
  }
}
