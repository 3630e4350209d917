package dev.perennial.benchmarks;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// What wrk does, over a UNIX socket, which wrk does not know: one thread, 32 connections that are
/// kept, each sends its next request when the answer to the last has come.
final class UnixLoad {

  static final String ABOUT =
      "a driver of our own, one thread, 32 connections that are kept, GET /";

  private static final int CONNECTIONS = 32;
  private static final int MOST_LATENCIES = 10_000_000;
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Path socket;
  private final Selector selector;
  private final ByteBuffer answer = ByteBuffer.allocateDirect(16 * 1024);
  private final long[] latencies = new long[MOST_LATENCIES];
  private int answered;
  private int length;

  private UnixLoad(Path socket, Selector selector) {
    this.socket = socket;
    this.selector = selector;
  }

  /// One connection, with when its request was sent and how much of the answer has come.
  private static final class Client {
    private long sentAt;
    private int received;
  }

  static Wrk.Result run(Path socket, int seconds) throws IOException {
    try (Selector selector = Selector.open()) {
      UnixLoad load = new UnixLoad(socket, selector);
      load.length = load.lengthOfAnswer();
      for (int i = 0; i < CONNECTIONS; i++) {
        load.connect();
      }
      long begin = System.nanoTime();
      long end = begin + TimeUnit.SECONDS.toNanos(seconds);
      while (System.nanoTime() < end && load.answered < MOST_LATENCIES - CONNECTIONS) {
        load.turn();
      }
      Wrk.Result result = load.result((System.nanoTime() - begin) / 1e9);
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      return result;
    }
  }

  // All answers are equally long: the names and values in their heads are.
  private int lengthOfAnswer() throws IOException {
    try (SocketChannel channel = open()) {
      channel.write(ByteBuffer.wrap(REQUEST));
      String text = "";
      while (!text.endsWith("\r\n\r\n" + HelloText.BODY)) {
        if (channel.read(answer) < 0) {
          throw new IOException("no answer but " + text);
        }
        text = StandardCharsets.ISO_8859_1.decode(answer.duplicate().flip()).toString();
      }
      return answer.position();
    }
  }

  private SocketChannel open() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    return channel;
  }

  private void connect() throws IOException {
    SocketChannel channel = open();
    channel.configureBlocking(false);
    Client client = new Client();
    channel.register(selector, SelectionKey.OP_READ, client);
    send(channel, client);
  }

  private void turn() throws IOException {
    selector.select(
        key -> {
          try {
            receive((SocketChannel) key.channel(), (Client) key.attachment());
          } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
          }
        },
        1000);
  }

  private void receive(SocketChannel channel, Client client) throws IOException {
    int read = channel.read(answer.clear());
    if (read < 0) {
      throw new IOException("the server has closed a connection");
    }
    client.received += read;
    if (client.received > length) {
      throw new IOException("an answer that is longer than the others");
    }
    if (client.received == length) {
      latencies[answered++] = System.nanoTime() - client.sentAt;
      send(channel, client);
    }
  }

  private static void send(SocketChannel channel, Client client) throws IOException {
    client.received = 0;
    client.sentAt = System.nanoTime();
    if (channel.write(ByteBuffer.wrap(REQUEST)) < REQUEST.length) {
      throw new IOException("the server does not read");
    }
  }

  private Wrk.Result result(double seconds) {
    long[] sorted = Arrays.copyOf(latencies, answered);
    Arrays.sort(sorted);
    return new Wrk.Result(
        answered,
        answered / seconds,
        sorted[answered / 2] / 1e3,
        sorted[(int) (answered * 0.99)] / 1e3,
        "");
  }
}
