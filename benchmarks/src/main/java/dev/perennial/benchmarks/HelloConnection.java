package dev.perennial.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One connection that asks and reads answers, without any HTTP library.
final class HelloConnection implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;
  private static final int LARGEST = 16 * 1024;

  private final SocketChannel channel;
  private final byte[] buffer = new byte[LARGEST];
  private final InputStream in;

  HelloConnection(int port) throws IOException {
    channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      // Only the stream of the socket knows time-outs.
      channel.socket().setSoTimeout(PATIENCE_MILLIS);
      in = channel.socket().getInputStream();
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
  }

  /// What came back.
  ///
  /// @param status the status code
  /// @param close whether the server will close the connection
  record Answer(int status, boolean close) {}

  /// A request in bytes.
  static byte[] request(String path, boolean keepsAlive) {
    String last = keepsAlive ? "" : "Connection: close\r\n";
    return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + last + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  void send(byte[] request) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(request);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /// Reads one answer with its body.
  ///
  /// @throws EOFException if the connection ends before the first byte
  /// @throws ProtocolException if it ends later, or what comes is no answer
  Answer receive() throws IOException {
    int filled = 0;
    while (true) {
      int read = in.read(buffer, filled, buffer.length - filled);
      if (read < 0 && filled == 0) {
        throw new EOFException("closed without an answer");
      }
      if (read <= 0) {
        throw new ProtocolException("the answer broke off, or is too long");
      }
      filled += read;
      String text = new String(buffer, 0, filled, StandardCharsets.ISO_8859_1);
      int head = text.indexOf("\r\n\r\n");
      if (head >= 0 && filled >= head + 4 + length(text.substring(0, head))) {
        return answer(text.substring(0, head));
      }
    }
  }

  private static Answer answer(String head) throws ProtocolException {
    if (!head.matches("(?s)HTTP/1\\.1 \\d{3}.*")) {
      throw new ProtocolException("no answer: " + head);
    }
    boolean close = head.toLowerCase(Locale.ROOT).contains("\r\nconnection: close");
    return new Answer(Integer.parseInt(head.substring(9, 12)), close);
  }

  private static int length(String head) throws ProtocolException {
    String lower = head.toLowerCase(Locale.ROOT);
    int at = lower.indexOf("\r\ncontent-length:");
    if (at < 0) {
      throw new ProtocolException("an answer without a length: " + head);
    }
    int end = lower.indexOf("\r\n", at + 2);
    return Integer.parseInt(lower.substring(at + 17, end < 0 ? lower.length() : end).strip());
  }

  /// Whether the server has closed the connection while nothing was under way, as a careful client
  /// finds out before it sends.
  boolean isClosedByServer() {
    try {
      channel.configureBlocking(false);
      int read = channel.read(ByteBuffer.allocate(1));
      channel.configureBlocking(true);
      // A byte that nobody asked for makes the connection as useless as its end does.
      return read != 0;
    } catch (IOException broken) {
      return true;
    }
  }

  static boolean answers(int port, String path) {
    try (HelloConnection connection = new HelloConnection(port)) {
      connection.send(request(path, false));
      return connection.receive().status() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
