package dev.perennial.examples.orchestrator;

import dev.perennial.rpc.RemoteFailure;

/// There is no instance with the id that was given.
final class UnknownInstanceException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UnknownInstanceException(String id) {
    super("there is no VNF instance " + id);
  }

  /// The exception as another process has thrown it.
  UnknownInstanceException(RemoteFailure failure) {
    super(failure.message());
  }
}
