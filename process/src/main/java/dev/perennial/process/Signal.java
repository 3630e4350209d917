package dev.perennial.process;

/// The signals that a launcher answers.
///
/// SIGQUIT is missing because the JVM keeps it for its thread dump, SIGUSR2 because HotSpot
/// suspends threads with it: a handler there would starve profilers.
public enum Signal {
  /// End gracefully.
  TERM,
  /// End at once.
  INT,
  /// Reload, or end gracefully when sent by the terminal that the program runs on.
  HUP,
  /// Open log files again.
  USR1
}
