package dev.perennial.tests.system;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// An HTTP/1.1 answer, read without any HTTP library.
///
/// @param status the status code
/// @param headers by name in lower case
/// @param body as many bytes as `Content-Length` says
record RawAnswer(int status, Map<String, String> headers, byte[] body) {

  private static final int LARGEST_HEAD = 16 * 1024;

  /// Reads answers from a connection and keeps what was read beyond one for the next.
  static final class Reader {
    private final ReadableByteChannel channel;
    // Always ready to be read from.
    private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST_HEAD).flip();

    Reader(ReadableByteChannel channel) {
      this.channel = channel;
    }

    /// Waits for the first byte of an answer.
    ///
    /// @throws IOException if the connection ends before it
    void awaitFirst() throws IOException {
      if (!buffer.hasRemaining()) {
        fill();
      }
    }

    /// Reads an answer.
    ///
    /// @throws ProtocolException if it is none
    /// @throws IOException if the connection ends before it is complete
    RawAnswer read() throws IOException {
      RawAnswer head = readHeadOnly();
      ByteBuffer body = ByteBuffer.allocate(lengthOf(head.headers()));
      readInto(body);
      return new RawAnswer(head.status(), head.headers(), body.array());
    }

    /// Reads an answer but for its body.
    RawAnswer readHeadOnly() throws IOException {
      String[] head = readHead().split("\r\n");
      Map<String, String> headers = new TreeMap<>();
      for (int i = 1; i < head.length; i++) {
        int colon = head[i].indexOf(':');
        if (colon < 1) {
          throw new ProtocolException("no header: " + head[i]);
        }
        headers.put(
            head[i].substring(0, colon).toLowerCase(Locale.ROOT),
            head[i].substring(colon + 1).strip());
      }
      return new RawAnswer(statusOf(head[0]), headers, new byte[0]);
    }

    private String readHead() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.length() < LARGEST_HEAD) {
        head.append((char) next());
        if (head.length() >= 4 && head.indexOf("\r\n\r\n", head.length() - 4) >= 0) {
          return head.substring(0, head.length() - 4);
        }
      }
      throw new ProtocolException("the head of the answer does not end");
    }

    /// Fills what is left of a buffer with what comes next.
    void readInto(ByteBuffer body) throws IOException {
      int length = body.remaining();
      int buffered = Math.min(length, buffer.remaining());
      body.put(buffer.slice(buffer.position(), buffered));
      buffer.position(buffer.position() + buffered);
      while (body.hasRemaining()) {
        if (channel.read(body) < 0) {
          throw new EOFException(
              "end of the connection with " + body.remaining() + " of " + length + " missing");
        }
      }
    }

    private byte next() throws IOException {
      if (!buffer.hasRemaining()) {
        fill();
      }
      return buffer.get();
    }

    private void fill() throws IOException {
      buffer.clear();
      int read = channel.read(buffer);
      buffer.flip();
      if (read < 0) {
        throw new EOFException("end of the connection");
      }
    }

    private static int statusOf(String line) throws ProtocolException {
      if (!line.matches("HTTP/1\\.1 \\d{3}( .*)?")) {
        throw new ProtocolException("no status line: " + line);
      }
      return Integer.parseInt(line.substring(9, 12));
    }

    private static int lengthOf(Map<String, String> headers) throws ProtocolException {
      String length = headers.getOrDefault("content-length", "");
      if (!length.matches("\\d{1,9}")) {
        throw new ProtocolException("no Content-Length in " + headers);
      }
      return Integer.parseInt(length);
    }
  }

  boolean saysClose() {
    return headers.getOrDefault("connection", "").equalsIgnoreCase("close");
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
