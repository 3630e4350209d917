package dev.perennial.rpc.rabbitmq;

import dev.perennial.rpc.UnknownOutcomeException;

/// A message that the broker refused for good, as it would again, unless it had taken it just
/// before it began to refuse such messages.
final class RefusedException extends UnknownOutcomeException {
  private static final long serialVersionUID = 1L;

  private final String why;

  RefusedException(String message, String why) {
    super(message);
    this.why = why;
  }

  /// What the broker said.
  String why() {
    return why;
  }
}
