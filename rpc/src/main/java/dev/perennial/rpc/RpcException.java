package dev.perennial.rpc;

/// A remote call, cast or notification that did not succeed. The subclasses say how.
public class RpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Creates one with a message.
  ///
  /// @param message what was wrong, and what to do
  public RpcException(String message) {
    super(message);
  }

  /// Creates one with a cause.
  ///
  /// @param message what was wrong, and what to do
  /// @param cause why
  public RpcException(String message, Throwable cause) {
    super(message, cause);
  }
}
