package dev.perennial.config;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The constants at the beginning of a class file, by their numbers. Only texts and numbers are
/// kept, which is what annotations are made of.
final class ConstantPool {
  private final Object[] constants;

  private ConstantPool(Object[] constants) {
    this.constants = constants;
  }

  static ConstantPool read(ByteBuffer in) throws IOException {
    Object[] constants = new Object[Short.toUnsignedInt(in.getShort())];
    int number = 1;
    while (number < constants.length) {
      Object constant = constant(in);
      constants[number] = constant;
      // The two that take eight bytes have two numbers, for historical reasons.
      number += constant instanceof Long || constant instanceof Double ? 2 : 1;
    }
    return new ConstantPool(constants);
  }

  private static Object constant(ByteBuffer in) throws IOException {
    int tag = in.get();
    return switch (tag) {
      case 1 -> text(in);
      case 3 -> in.getInt();
      case 4 -> in.getFloat();
      case 5 -> in.getLong();
      case 6 -> in.getDouble();
      case 7, 8, 16, 19, 20 -> passedOver(in, 2);
      case 15 -> passedOver(in, 3);
      case 9, 10, 11, 12, 17, 18 -> passedOver(in, 4);
      default -> throw new IOException("constant with the unknown tag " + tag);
    };
  }

  private static Object passedOver(ByteBuffer in, int bytes) {
    in.position(in.position() + bytes);
    return ConstantPool.class;
  }

  private static String text(ByteBuffer in) throws IOException {
    int start = in.position();
    byte[] bytes = new byte[Short.toUnsignedInt(in.getShort())];
    in.get(bytes);
    for (byte letter : bytes) {
      if (letter <= 0) {
        return modifiedUtf(in.array(), start);
      }
    }
    return new String(bytes, TextFile.UTF_8);
  }

  /// The JDK's own reader is slow to load, and names and help are hardly ever anything but ASCII.
  private static String modifiedUtf(byte[] bytes, int start) throws IOException {
    return new DataInputStream(new ByteArrayInputStream(bytes, start, bytes.length - start))
        .readUTF();
  }

  Object at(int number) {
    return constants[number];
  }

  String text(int number) {
    return (String) constants[number];
  }
}
