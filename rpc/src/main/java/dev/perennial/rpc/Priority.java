package dev.perennial.rpc;

import java.util.Locale;

/// How important a notification is. Each priority has a queue of its own.
public enum Priority {
  /// Something was done that has to be accounted for.
  AUDIT,
  /// For developers.
  DEBUG,
  /// Something happened.
  INFO,
  /// Something may need attention.
  WARN,
  /// Something failed.
  ERROR,
  /// Something needs attention now.
  CRITICAL,
  /// A measured value.
  SAMPLE;

  /// The name in queues.
  ///
  /// @return lower case
  public String queueSuffix() {
    return name().toLowerCase(Locale.ROOT);
  }
}
