package dev.perennial.backdoor;

/// Something that was asked for and is not done, in words for whoever asked.
final class Refusal extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  Refusal(String message) {
    super(message);
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
