package dev.perennial.rpc;

/// The thread was interrupted while it waited; its interrupt status is set again.
public final class RpcInterruptedException extends RpcException {
  private static final long serialVersionUID = 1L;

  /// Creates one.
  ///
  /// @param what what was waited for
  public RpcInterruptedException(String what) {
    super("interrupted: " + what);
  }
}
