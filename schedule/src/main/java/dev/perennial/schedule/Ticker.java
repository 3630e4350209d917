package dev.perennial.schedule;

/// A monotonic clock: the only source of time in the runtime, so that a test can set it and so that
/// a step of the wall clock changes nothing.
///
/// Implementations may be called from any thread.
@FunctionalInterface
public interface Ticker {

  /// The time that runs on its own.
  ///
  /// @return the ticker over [System#nanoTime()], which does not count the time of a suspended
  ///   machine
  static Ticker system() {
    return System::nanoTime;
  }

  /// Nanoseconds since an arbitrary origin; only differences mean something.
  ///
  /// @return the current reading, which never goes backwards
  long nanoTime();
}
