package dev.perennial.rpc;

/// The server has no such method in this namespace and version, or does not expose it.
public final class NoSuchRemoteMethodException extends RemoteException {
  private static final long serialVersionUID = 1L;

  /// Creates one.
  ///
  /// @param failure what the server sent
  public NoSuchRemoteMethodException(RemoteFailure failure) {
    super(failure);
  }
}
