package dev.perennial.rpc;

/// Nobody listens where the message was sent: the broker has no queue for it. The message reached
/// nobody and is gone.
public final class UndeliverableException extends DeliveryException {
  private static final long serialVersionUID = 1L;

  /// Creates one.
  ///
  /// @param message where it was sent
  public UndeliverableException(String message) {
    super(message);
  }
}
