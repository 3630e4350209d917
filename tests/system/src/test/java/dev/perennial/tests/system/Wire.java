package dev.perennial.tests.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/// The client's end of one connection, with or without TLS.
interface Wire extends ByteChannel {

  boolean isConnected();

  /// Connects, the handshake of TLS included.
  void connect() throws IOException;

  /// Whether the server has closed the connection while nothing was under way, as a careful client
  /// finds out before it sends.
  boolean isClosedByServer();

  default void writeAll(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      write(bytes);
    }
  }
}
