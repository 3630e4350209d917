package dev.perennial.http;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;

/// Why an accept failed, as far as it decides what to do next.
enum AcceptFailure {
  /// The owner has closed or shut the listening socket: the quiet end of accepting.
  SHUT,
  /// The client has left the queue: accept the next one.
  CLIENT_LOST,
  /// Descriptors or memory ran out: accept again after a pause.
  EXHAUSTED;

  // The JDK gives the system's errno only as a text. One that is not known, or translated, counts
  // as exhaustion: that costs a log line and a pause, and loses nothing.
  static AcceptFailure of(IOException failure, ServerSocketChannel channel) {
    String text = String.valueOf(failure.getMessage());
    if (failure instanceof ClosedChannelException
        || !channel.isOpen()
        || text.contains("Invalid argument")
        || text.contains("Bad file descriptor")) {
      return SHUT;
    }
    return text.contains("connection abort") ? CLIENT_LOST : EXHAUSTED;
  }
}
