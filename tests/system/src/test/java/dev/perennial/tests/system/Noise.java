package dev.perennial.tests.system;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/// Bytes without a pattern, the same in the program under test and in its clients.
final class Noise {

  private static final byte[] BYTES = new byte[2 * LoadProfile.LARGEST_BODY];

  static {
    new SplittableRandom(1).nextBytes(BYTES);
  }

  private Noise() {}

  /// Some of them, from anywhere.
  static byte[] piece(SplittableRandom random, int length) {
    int from = random.nextInt(BYTES.length - length);
    return Arrays.copyOfRange(BYTES, from, from + length);
  }

  /// Writes them from the first one on, over and over.
  static void write(OutputStream out, int length) throws IOException {
    for (int left = length; left > 0; left -= BYTES.length) {
      out.write(BYTES, 0, Math.min(left, BYTES.length));
    }
  }

  /// The checksum of what [#write] writes.
  static long checksum(int length) {
    CRC32 crc = new CRC32();
    for (int left = length; left > 0; left -= BYTES.length) {
      crc.update(BYTES, 0, Math.min(left, BYTES.length));
    }
    return crc.getValue();
  }
}
