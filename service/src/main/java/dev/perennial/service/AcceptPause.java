package dev.perennial.service;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// How long to wait before the next accept when descriptors or memory have run out: longer each
/// time in a row, and never long, because they may be there again at any moment. It is logged at
/// most once a minute.
///
/// Owned by the thread that accepts.
public final class AcceptPause {

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMillis(500);
  private static final long COMPLAINT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Logger log;
  private Duration next = SHORTEST;
  private long complainedAt = System.nanoTime() - COMPLAINT_NANOS;

  /// Creates one for a socket.
  ///
  /// @param log where it is complained
  public AcceptPause(Logger log) {
    this.log = log;
  }

  /// An accept has succeeded.
  public void reset() {
    next = SHORTEST;
  }

  /// An accept has failed.
  ///
  /// @param socket its name, for operators
  /// @param failure what was thrown
  /// @return how long to wait
  public Duration after(String socket, Throwable failure) {
    long now = System.nanoTime();
    if (now - complainedAt >= COMPLAINT_NANOS) {
      complainedAt = now;
      complain(socket, failure);
    }
    Duration pause = next;
    Duration twice = pause.multipliedBy(2);
    next = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    return pause;
  }

  // Where memory has run out there may be none for a line either; accepting goes on without it.
  private void complain(String socket, Throwable failure) {
    try {
      log.log(Level.WARNING, "cannot accept on " + socket + ", trying again: " + failure);
    } catch (RuntimeException | Error unsaid) {
      // Perhaps in a minute.
    }
  }
}
