package dev.perennial.rpc;

/// A message that asks for a version beyond the cap of its client; it was not sent.
public final class VersionCapException extends RpcException {
  private static final long serialVersionUID = 1L;

  /// Creates one.
  ///
  /// @param cap the cap
  /// @param requested what was asked for
  public VersionCapException(ApiVersion cap, String requested) {
    super("version " + requested + " must not be sent: the cap is " + cap);
  }
}
