package dev.perennial.rpc;

/// No final reply came in time. Whether the method ran is not known, unless the message says that
/// the request was never sent; a server of this library does not begin to run it any more.
public final class RpcTimeoutException extends RpcException {
  private static final long serialVersionUID = 1L;

  /// Creates one.
  ///
  /// @param message what was waited for, and for how long
  public RpcTimeoutException(String message) {
    super(message);
  }
}
