package dev.perennial.http;

import java.util.concurrent.TimeUnit;

/// What becomes of a connection that is to be closed once nothing is lost by it.
sealed interface CloseDecision {

  /// How long a connection without a request must have been quiet before it is closed, and how long
  /// a closed one waits for its peer to close too.
  long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// It stays as it is.
  ///
  /// @param nanos after which asking again makes sense
  record Wait(long nanos) implements CloseDecision {}

  /// There is something to read first.
  record Unread() implements CloseDecision {}

  /// The peer is told.
  record ShutOutput() implements CloseDecision {}

  /// The peer knows.
  record Close() implements CloseDecision {}

  static CloseDecision afterQuiet(long wanted, long quiet, CloseDecision then) {
    return quiet < wanted ? new Wait(wanted - quiet) : then;
  }
}
