package dev.perennial.rpc;

/// The arguments of a request do not fit its method: one is missing, unknown, or of another type.
/// Travels as Python's `TypeError`.
public final class BadArgumentsException extends RpcException {
  private static final long serialVersionUID = 1L;

  /// Creates one.
  ///
  /// @param message names the method and the argument
  public BadArgumentsException(String message) {
    super(message);
  }

  /// Creates one with a cause.
  ///
  /// @param message names the method and the argument
  /// @param cause why it does not fit
  public BadArgumentsException(String message, Throwable cause) {
    super(message, cause);
  }
}
