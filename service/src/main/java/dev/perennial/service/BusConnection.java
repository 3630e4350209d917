package dev.perennial.service;

import java.time.Instant;

/// A connection to a message bus, as operators see it.
///
/// @param purpose what it is for, such as `publish`
/// @param state how it stands
/// @param host where it leads to, or was tried last, with the port; never with a password
/// @param since when it came to be so, by the wall clock
/// @param reason why it is not there, or takes no messages; empty while nothing is wrong
public record BusConnection(
    String purpose, State state, String host, Instant since, String reason) {

  /// How a connection stands.
  public enum State {
    /// It is not there, and is tried again and again.
    CONNECTING,
    /// It is there.
    CONNECTED,
    /// It is there, and the broker takes no messages on it.
    BLOCKED
  }
}
