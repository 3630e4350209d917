package dev.perennial.schedule;

import java.time.Duration;

/// A [LoopingCall] did not come to its end in the time it had.
@SuppressWarnings("serial") // Duration is serializable.
public final class LoopTimeoutException extends RuntimeException {

  private final Duration elapsed;

  LoopTimeoutException(String name, Duration elapsed) {
    super(name + " has come to no end after " + elapsed.toMillis() / 1000.0 + " s");
    this.elapsed = elapsed;
  }

  /// The time that had passed, or, for a back-off, would have passed with the next pause.
  ///
  /// @return from the start of the call, or for a back-off from the first of the failures in a row
  public Duration elapsed() {
    return elapsed;
  }
}
