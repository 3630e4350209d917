package dev.perennial.launcher;

/// What SIGHUP does to running services.
public enum RestartMethod {
  /// Read the configuration anew and restart: workers are replaced, the services of a
  /// [ServiceLauncher] are drained, reset and started again.
  RELOAD,
  /// Read the configuration anew, change only the options marked as mutable, and tell the services;
  /// nothing is restarted.
  MUTATE
}
