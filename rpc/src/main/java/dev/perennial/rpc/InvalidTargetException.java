package dev.perennial.rpc;

/// A target that lacks what the operation needs, or a part of it that is malformed.
public final class InvalidTargetException extends RpcException {
  private static final long serialVersionUID = 1L;

  /// Creates one.
  ///
  /// @param message what is wrong
  public InvalidTargetException(String message) {
    super(message);
  }

  /// Creates one that shows the target.
  ///
  /// @param message what is wrong
  /// @param target the target
  public InvalidTargetException(String message, Target target) {
    super(message + ": " + target);
  }
}
