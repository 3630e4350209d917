package dev.perennial.rpc;

/// The method ran elsewhere and failed there, or its server refused the call.
///
/// This class stands for every failure whose type was not allowed in the client's [ErrorTypes]; an
/// allowed one arrives as itself.
public class RemoteException extends RpcException {
  private static final long serialVersionUID = 1L;

  private final transient RemoteFailure failure;

  /// Creates one.
  ///
  /// @param failure what the server sent
  public RemoteException(RemoteFailure failure) {
    super("remote " + failure.qualifiedType() + ": " + failure.message());
    this.failure = failure;
  }

  /// What the server sent, its stack trace included.
  ///
  /// @return the failure
  public RemoteFailure failure() {
    return failure;
  }
}
