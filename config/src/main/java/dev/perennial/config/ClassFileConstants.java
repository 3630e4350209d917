package dev.perennial.config;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// Collects the constants of a class file that is being written; each is there once.
///
/// Belongs to one thread.
final class ClassFileConstants {

  private static final int UTF8 = 1;
  private static final int CLASS = 7;
  private static final int METHOD = 10;
  private static final int NAME_AND_TYPE = 12;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);
  private final Map<String, Integer> numbers = new HashMap<>();

  int text(String text) throws IOException {
    Integer known = numbers.get(text);
    if (known != null) {
      return known;
    }
    out.writeByte(UTF8);
    out.writeUTF(text);
    return next(text);
  }

  /// @param name with slashes
  int type(String name) throws IOException {
    return pair(CLASS, text(name), 0);
  }

  /// @param owner name of its class, with slashes
  /// @param type its descriptor
  int method(String owner, String name, String type) throws IOException {
    int nameAndType = pair(NAME_AND_TYPE, text(name), text(type));
    return pair(METHOD, type(owner), nameAndType);
  }

  /// Writes how many there are, and all of them.
  void writeTo(DataOutputStream file) throws IOException {
    file.writeShort(numbers.size() + 1);
    bytes.writeTo(file);
  }

  // A class has only one number.
  private int pair(int tag, int first, int second) throws IOException {
    // No text has this character, as texts here are names.
    String key = "\0" + tag + ' ' + first + ' ' + second;
    Integer known = numbers.get(key);
    if (known != null) {
      return known;
    }
    out.writeByte(tag);
    out.writeShort(first);
    if (tag != CLASS) {
      out.writeShort(second);
    }
    return next(key);
  }

  private int next(String key) {
    int number = numbers.size() + 1;
    numbers.put(key, number);
    return number;
  }
}
