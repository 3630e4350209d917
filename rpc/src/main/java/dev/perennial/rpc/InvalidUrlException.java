package dev.perennial.rpc;

import dev.perennial.config.OperatorMistake;

/// A `transport_url` that cannot be read or that names an unknown transport. The message never
/// shows the URL with its password.
public final class InvalidUrlException extends RpcException implements OperatorMistake {
  private static final long serialVersionUID = 1L;

  /// Creates one.
  ///
  /// @param message what is wrong with it
  public InvalidUrlException(String message) {
    super(message);
  }
}
