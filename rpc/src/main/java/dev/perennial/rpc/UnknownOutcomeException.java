package dev.perennial.rpc;

/// The message was sent, and what became of it is not known: the method may have run, or may still
/// run. Whoever sends it again may have it run twice. All other failures to send mean that nothing
/// was run.
public class UnknownOutcomeException extends RpcException {
  private static final long serialVersionUID = 1L;

  /// Creates one.
  ///
  /// @param message what is missing, and why
  public UnknownOutcomeException(String message) {
    super(message);
  }
}
