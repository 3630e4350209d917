package dev.perennial.config;

import java.util.Arrays;
import java.util.Optional;

/// Reads IP addresses as `inet_pton` does: no short forms, no leading zeros, no zone, and never a
/// name.
final class IpText {
  private static final int V6_WORDS = 8;

  private IpText() {}

  /// {@return the 4 bytes of an address with dots}
  static Optional<byte[]> v4(String text) {
    byte[] address = new byte[4];
    int start = 0;
    for (int i = 0; i < 4; i++) {
      int end = i < 3 ? text.indexOf('.', start) : text.length();
      int octet = end < 0 ? -1 : number(text, start, end, 10, 3);
      boolean leadingZero = end - start > 1 && text.charAt(start) == '0';
      if (octet < 0 || octet > 255 || leadingZero) {
        return Optional.empty();
      }
      address[i] = (byte) octet;
      start = end + 1;
    }
    return Optional.of(address);
  }

  /// {@return the 16 bytes of an address with colons}
  static Optional<byte[]> v6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return words(text).filter(words -> words.length == V6_WORDS).map(IpText::bytes);
    }
    Optional<int[]> before = words(text.substring(0, gap));
    Optional<int[]> after = words(text.substring(gap + 2));
    if (before.isEmpty() || after.isEmpty() || text.substring(0, gap).indexOf('.') >= 0) {
      return Optional.empty();
    }
    return joined(before.get(), after.get()).map(IpText::bytes);
  }

  /// The gap stands for at least one word.
  private static Optional<int[]> joined(int[] before, int[] after) {
    if (before.length + after.length >= V6_WORDS) {
      return Optional.empty();
    }
    int[] all = Arrays.copyOf(before, V6_WORDS);
    System.arraycopy(after, 0, all, V6_WORDS - after.length, after.length);
    return Optional.of(all);
  }

  /// Up to eight words between colons; the last two may be an address with dots.
  private static Optional<int[]> words(String text) {
    int[] words = new int[V6_WORDS + 1];
    int count = 0;
    int start = 0;
    while (!text.isEmpty() && start <= text.length()) {
      int colon = text.indexOf(':', start);
      int end = colon < 0 ? text.length() : colon;
      if (count >= V6_WORDS) {
        return Optional.empty();
      }
      Optional<byte[]> dotted = colon < 0 ? v4(text.substring(start)) : Optional.empty();
      if (dotted.isPresent()) {
        byte[] v4 = dotted.get();
        words[count++] = (v4[0] & 255) << 8 | v4[1] & 255;
        words[count] = (v4[2] & 255) << 8 | v4[3] & 255;
      } else {
        words[count] = number(text, start, end, 16, 4);
      }
      if (words[count++] < 0) {
        return Optional.empty();
      }
      start = end + 1;
    }
    return Optional.of(Arrays.copyOf(words, count));
  }

  private static byte[] bytes(int[] words) {
    byte[] address = new byte[2 * words.length];
    for (int i = 0; i < words.length; i++) {
      address[2 * i] = (byte) (words[i] >> 8);
      address[2 * i + 1] = (byte) words[i];
    }
    return address;
  }

  /// The number between two places, or -1.
  private static int number(String text, int start, int end, int radix, int digits) {
    if (end <= start || end - start > digits) {
      return -1;
    }
    int number = 0;
    for (int i = start; i < end; i++) {
      int digit = text.charAt(i) < 128 ? Character.digit(text.charAt(i), radix) : -1;
      if (digit < 0) {
        return -1;
      }
      number = number * radix + digit;
    }
    return number;
  }
}
