package dev.perennial.backdoor;

import java.util.stream.IntStream;

/// The TCP ports that a backdoor may take.
///
/// @param first the first to try; 0 alone means any free one
/// @param last the last to try
record PortChoice(int first, int last) {

  private static final int LARGEST = 65535;

  /// @throws IllegalArgumentException if the text is none
  static PortChoice parse(String text) {
    int colon = text.indexOf(':');
    int first = port(text, colon < 0 ? text : text.substring(0, colon));
    int last = colon < 0 ? first : port(text, text.substring(colon + 1));
    if (last < first) {
      throw new IllegalArgumentException(
          "backdoor_port: the range " + text + " ends before it begins; write start:end");
    }
    return new PortChoice(first, last);
  }

  private static int port(String whole, String digits) {
    if (digits.matches("\\d{1,5}") && Integer.parseInt(digits) <= LARGEST) {
      return Integer.parseInt(digits);
    }
    throw new IllegalArgumentException(
        "backdoor_port: "
            + (whole.isEmpty() ? "an empty text" : whole)
            + " is no port; write 0, a number up to 65535, or start:end");
  }

  IntStream ports() {
    return IntStream.rangeClosed(first, last);
  }

  @Override
  public String toString() {
    return first == last ? Integer.toString(first) : first + ":" + last;
  }
}
