package dev.perennial.rpc.rabbitmq;

import dev.perennial.rpc.DeliveryException;

/// A message that the broker refused for its size, as it would again.
final class TooLargeException extends DeliveryException {
  private static final long serialVersionUID = 1L;

  private final String sizes;

  /// @param sizes how large the message is, and how large it may be
  private TooLargeException(String sizes) {
    super("not sent, since it is larger than the broker takes: " + sizes);
    this.sizes = sizes;
  }

  static TooLargeException of(int bytes, long most) {
    return new TooLargeException(bytes + " bytes; max_message_size of the broker is " + most);
  }

  /// How large the message is, and how large it may be.
  String sizes() {
    return sizes;
  }
}
