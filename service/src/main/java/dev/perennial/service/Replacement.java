package dev.perennial.service;

/// How a worker gives way to its successor, in a reload or because it was told to leave.
public enum Replacement {
  /// The new worker is ready before the old one drains; both serve for a moment.
  ROLLING,
  /// The old worker ends before the new one starts, because the two cannot live together (a broker,
  /// a database). A reload replaces it only when its own options changed.
  EXCLUSIVE,
  /// The new worker is ready, the old one drains, then the new one takes over: both live for a
  /// moment, but nothing periodic runs twice.
  HANDOVER
}
