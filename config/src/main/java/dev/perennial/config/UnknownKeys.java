package dev.perennial.config;

/// What to do about sections and keys in files that no registered group declares.
public enum UnknownKeys {
  /// Log one warning for each, with a suggestion. This is what happens when nothing is said.
  WARN,
  /// Refuse the configuration.
  ERROR,
  /// Say nothing.
  IGNORE
}
