package dev.perennial.logging;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Texts as bytes, no more of them than a receiver takes.
final class Utf8 {

  private Utf8() {}

  /// As much of a text as fits into a number of bytes, in whole characters.
  static byte[] of(String text, int limit) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= limit ? bytes : Arrays.copyOf(bytes, endOfCharacters(bytes, limit));
  }

  private static int endOfCharacters(byte[] bytes, int limit) {
    int end = limit;
    while (end > 0 && isInsideCharacter(bytes[end])) {
      end--;
    }
    return end;
  }

  private static boolean isInsideCharacter(byte b) {
    return (b & 0b1100_0000) == 0b1000_0000;
  }
}
