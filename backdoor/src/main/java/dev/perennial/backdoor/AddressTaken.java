package dev.perennial.backdoor;

import java.io.IOException;

/// Another process has the port or the socket that this one wants. It may leave.
final class AddressTaken extends IOException {

  private static final long serialVersionUID = 1;

  /// @param message for an operator
  AddressTaken(String message) {
    super(message);
  }
}
