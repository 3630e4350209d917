package dev.perennial.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lines over a UNIX socket.
///
/// Sending never blocks: a thread of its own writes, and a peer that has not read for so long that
/// the queue is full loses the connection. One thread at a time may receive.
final class LineChannel implements AutoCloseable {

  private static final int MAX_QUEUED = 1000;
  // Compared by identity: never sent, it only marks a place in the queue.
  private static final String BARRIER = new String("barrier");

  private final SocketChannel channel;
  private final BufferedReader reader;
  private final Thread writer;
  private final BlockingQueue<String> outgoing = new ArrayBlockingQueue<>(MAX_QUEUED);

  private volatile Optional<CountDownLatch> barrier = Optional.empty();

  LineChannel(SocketChannel channel) {
    this(channel, ownThread());
  }

  /// @param thread of the kind that is to write
  LineChannel(SocketChannel channel, Thread.Builder thread) {
    this.channel = channel;
    this.reader = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    this.writer = thread.name("control-writer").start(this::write);
  }

  /// A kind of thread for processes that run services: it also runs while code of theirs computes
  /// on as many virtual threads as can run at the same time, and lets no other have a turn.
  static Thread.Builder ownThread() {
    return Thread.ofPlatform().daemon(true);
  }

  void send(String line) {
    if (!outgoing.offer(line)) {
      close();
    }
  }

  /// Waits until what was sent has been written, for a process that is about to end.
  void finish(Duration limit) {
    try {
      CountDownLatch written = new CountDownLatch(1);
      barrier = Optional.of(written);
      outgoing.put(BARRIER);
      written.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  /// The next line, or nothing at the end of the connection, however it ended.
  Optional<String> receive() {
    try {
      return Optional.ofNullable(reader.readLine());
    } catch (IOException broken) {
      return Optional.empty();
    }
  }

  /// The next line of a peer that is not trusted to keep lines short.
  ///
  /// @param most characters of a line
  /// @return nothing at the end of the connection, and when the line is longer
  Optional<String> receive(int most) {
    StringBuilder line = new StringBuilder();
    try {
      for (int c = reader.read(); c != '\n'; c = reader.read()) {
        if (c < 0 || line.length() == most) {
          return Optional.empty();
        }
        line.append((char) c);
      }
      return Optional.of(line.toString());
    } catch (IOException broken) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    // It would wait for the next line for ever, and a program lives for years.
    writer.interrupt();
    try {
      channel.close();
    } catch (IOException alreadyBroken) {
      // The connection is gone, which is what was wanted.
    }
  }

  private void write() {
    try {
      while (true) {
        String line = outgoing.take();
        if (line == BARRIER) {
          barrier.ifPresent(CountDownLatch::countDown);
        } else {
          write(line);
        }
      }
    } catch (IOException | InterruptedException broken) {
      close();
    }
  }

  private void write(String line) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
