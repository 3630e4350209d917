package dev.perennial.rpc;

import dev.perennial.schedule.Deadline;

/// A consumer of a transport. It comes back by itself after a loss of the connection.
///
/// Thread-safe.
public interface Subscription {

  /// Tells the broker to deliver nothing more, and waits until nothing more arrives. What was
  /// delivered can still be accepted, given back and answered. Again without effect.
  ///
  /// @param deadline how long to wait at most
  /// @throws InterruptedException if the thread is interrupted
  void cancel(Deadline deadline) throws InterruptedException;

  /// Cancels and gives up the connection's resources; whatever was not accepted is delivered to
  /// somebody else. Again without effect.
  void close();
}
