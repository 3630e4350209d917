package dev.perennial.rpc;

import dev.perennial.config.OperatorMistake;

/// A message that could not be handed to the broker: no connection, the broker blocks publishers,
/// or it refused the message. Nothing was run, so it may be sent again. What may have arrived is an
/// [UnknownOutcomeException].
///
/// A service that cannot start because of it is told of by its message alone: it is the broker, or
/// how it is reached, that has to be mended.
public class DeliveryException extends RpcException implements OperatorMistake {
  private static final long serialVersionUID = 1L;

  /// Creates one.
  ///
  /// @param message what was wrong, and what to do
  public DeliveryException(String message) {
    super(message);
  }

  /// Creates one with a cause.
  ///
  /// @param message what was wrong, and what to do
  /// @param cause why
  public DeliveryException(String message, Throwable cause) {
    super(message, cause);
  }

  /// {@return the status of a program that failed} It may do in a moment, with the same
  /// configuration.
  @Override
  public int exitStatus() {
    return 1;
  }
}
