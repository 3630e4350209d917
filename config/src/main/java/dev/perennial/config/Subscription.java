package dev.perennial.config;

/// The place of a check or of a listener among those of a configuration.
public interface Subscription extends AutoCloseable {

  /// Gives the place up: it is not called again, except by a change that is under way. A second
  /// call does nothing.
  @Override
  void close();
}
