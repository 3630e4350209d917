package dev.perennial.service;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;

/// Why an accept failed, as far as it decides what to do next.
public enum AcceptFailure {
  /// The owner has closed or shut the listening socket: the quiet end of accepting.
  SHUT,
  /// The client has left the queue: accept the next one.
  CLIENT_LOST,
  /// Descriptors or memory ran out: accept again after an [AcceptPause].
  EXHAUSTED;

  /// Tells failures apart. The JDK gives the system's errno only as a text. One that is not known,
  /// or translated, counts as exhaustion, as an error does: that costs a log line and a pause, and
  /// loses nothing.
  ///
  /// @param failure what was thrown
  /// @param channel on which nothing could be accepted
  /// @return what it means
  public static AcceptFailure of(Throwable failure, ServerSocketChannel channel) {
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
