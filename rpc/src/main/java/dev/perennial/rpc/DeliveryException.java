package dev.perennial.rpc;

/// A message that could not be handed to the broker: no connection, the broker blocks publishers,
/// or it refused the message. Nothing was run, so it may be sent again. What may have arrived is an
/// [UnknownOutcomeException].
public class DeliveryException extends RpcException {
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
}
