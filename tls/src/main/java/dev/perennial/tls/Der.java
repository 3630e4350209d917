package dev.perennial.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The little of ASN.1's distinguished encoding that turns one form of a key into another.
final class Der {

  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int SEQUENCE = 0x30;

  /// The explicitly tagged field 0.
  static final int FIELD_0 = 0xA0;

  private static final int LONG_FORM = 0x80;

  private Der() {}

  /// One value: its tag and what is in it.
  record Value(int tag, ByteBuffer content) {

    /// The value that begins where the buffer stands, which moves behind it.
    static Value next(ByteBuffer from) throws IOException {
      try {
        int tag = from.get() & 0xFF;
        int length = length(from);
        ByteBuffer content = from.slice(from.position(), length);
        from.position(from.position() + length);
        return new Value(tag, content);
      } catch (RuntimeException tooShort) {
        throw new IOException("the key is damaged", tooShort);
      }
    }

    private static int length(ByteBuffer from) {
      int first = from.get() & 0xFF;
      if (first < LONG_FORM) {
        return first;
      }
      int length = 0;
      for (int i = first & 0x7F; i > 0; i--) {
        length = length << 8 | from.get() & 0xFF;
      }
      return length;
    }

    byte[] bytes() {
      byte[] bytes = new byte[content.remaining()];
      content.duplicate().get(bytes);
      return bytes;
    }
  }

  /// A value with a tag, made of the encoded values inside it.
  static byte[] encode(int tag, byte[]... inside) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : inside) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(tag);
    writeLength(value, content.size());
    value.writeBytes(content.toByteArray());
    return value.toByteArray();
  }

  private static void writeLength(ByteArrayOutputStream to, int length) {
    if (length < LONG_FORM) {
      to.write(length);
      return;
    }
    int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
    to.write(LONG_FORM | bytes);
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      to.write(length >> shift);
    }
  }
}
