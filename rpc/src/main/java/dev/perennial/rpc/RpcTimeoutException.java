package dev.perennial.rpc;

/// No final reply came in time, or no confirm of the broker. Whether the method ran is not known; a
/// server of this library does not begin to run it any more. A request that was not sent in time is
/// a [DeliveryException].
public final class RpcTimeoutException extends UnknownOutcomeException {
  private static final long serialVersionUID = 1L;

  /// Creates one.
  ///
  /// @param message what was waited for, and for how long
  public RpcTimeoutException(String message) {
    super(message);
  }
}
