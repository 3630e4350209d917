package dev.perennial.http;

import java.nio.ByteBuffer;

/// Lines of a log, with the end of each, that are written with one call.
///
/// For one thread at a time.
final class LineBatch {

  /// What a batch holds unless its only line is longer.
  static final int USUAL_BYTES = 64 * 1024;

  private final byte[] bytes;
  private int filled;
  private int lines;

  LineBatch() {
    this(USUAL_BYTES);
  }

  private LineBatch(int size) {
    bytes = new byte[size];
  }

  /// An empty one that a line fits into.
  static LineBatch forLine(byte[] line) {
    return new LineBatch(Math.max(USUAL_BYTES, line.length));
  }

  boolean hasRoomFor(byte[] line) {
    return line.length <= bytes.length - filled;
  }

  void add(byte[] line) {
    System.arraycopy(line, 0, bytes, filled, line.length);
    filled += line.length;
    lines++;
  }

  boolean isEmpty() {
    return lines == 0;
  }

  int lines() {
    return lines;
  }

  int size() {
    return filled;
  }

  /// Whether it may be used again: the memory of a very long line is given back.
  boolean isUsual() {
    return bytes.length == USUAL_BYTES;
  }

  void clear() {
    filled = 0;
    lines = 0;
  }

  ByteBuffer content() {
    return ByteBuffer.wrap(bytes, 0, filled);
  }
}
