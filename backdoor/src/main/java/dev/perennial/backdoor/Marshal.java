package dev.perennial.backdoor;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Writes values as Python's module `marshal` does, in forms that every Python 3 reads.
final class Marshal {

  private static final long MASK_15 = 0x7fff;

  private final DataOutputStream out;

  Marshal(OutputStream out) {
    this.out = new DataOutputStream(out);
  }

  /// @param value maps in their order, lists as tuples, texts, whole numbers of at least 0, doubles
  void write(Object value) throws IOException {
    switch (value) {
      case Map<?, ?> map -> {
        out.writeByte('{');
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          write(entry.getKey());
          write(entry.getValue());
        }
        out.writeByte('0');
      }
      case List<?> tuple -> {
        out.writeByte('(');
        writeInt(tuple.size());
        for (Object item : tuple) {
          write(item);
        }
      }
      case String text -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeByte('u');
        writeInt(bytes.length);
        out.write(bytes);
      }
      case Integer number -> writeNumber(number);
      case Long number -> writeNumber(number);
      case Double number -> {
        out.writeByte('g');
        out.writeLong(Long.reverseBytes(Double.doubleToLongBits(number)));
      }
      default -> throw new IllegalArgumentException("no form for " + value.getClass());
    }
  }

  // Small numbers have 32 bits; others are written as digits of 15 bits, the lowest first.
  private void writeNumber(long number) throws IOException {
    if (number <= Integer.MAX_VALUE) {
      out.writeByte('i');
      writeInt((int) number);
      return;
    }
    int digits = (Long.SIZE - Long.numberOfLeadingZeros(number) + 14) / 15;
    out.writeByte('l');
    writeInt(digits);
    for (int i = 0; i < digits; i++) {
      out.writeShort(Short.reverseBytes((short) (number >> 15 * i & MASK_15)));
    }
  }

  private void writeInt(int number) throws IOException {
    out.writeInt(Integer.reverseBytes(number));
  }
}
