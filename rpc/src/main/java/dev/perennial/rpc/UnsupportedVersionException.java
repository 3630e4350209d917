package dev.perennial.rpc;

/// No endpoint of the server has this namespace with a version that serves the message.
public final class UnsupportedVersionException extends RemoteException {
  private static final long serialVersionUID = 1L;

  /// Creates one.
  ///
  /// @param failure what the server sent
  public UnsupportedVersionException(RemoteFailure failure) {
    super(failure);
  }
}
