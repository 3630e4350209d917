package dev.perennial.service;

/// Where a service is in its life, in the order in which it can get there.
public enum ServiceState {
  /// Not started yet.
  NEW,
  /// In [Service#start()].
  STARTING,
  /// Ready.
  RUNNING,
  /// Takes no new work and finishes what it has.
  DRAINING,
  /// Being ended.
  STOPPING,
  /// Ended; may be started again in the same process.
  STOPPED,
  /// Did not start.
  FAILED
}
