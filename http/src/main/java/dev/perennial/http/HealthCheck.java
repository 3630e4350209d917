package dev.perennial.http;

/// Finds out whether one thing that a service needs is well, see [Health].
@FunctionalInterface
public interface HealthCheck {

  /// Looks. On a thread of its own, never twice at the same time.
  ///
  /// @throws UnhealthyException if it is not well, for a reason that everybody may know
  /// @throws Exception if it is not well; what is wrong is told to the log alone
  void check() throws Exception;
}
