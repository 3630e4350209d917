package dev.perennial.examples.orchestrator;

/// There is no instance with the id that was given.
final class UnknownInstanceException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UnknownInstanceException(String id) {
    super("there is no VNF instance " + id);
  }
}
