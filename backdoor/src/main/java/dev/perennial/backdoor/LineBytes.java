package dev.perennial.backdoor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The bytes of a line that is not complete yet.
final class LineBytes {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  int length() {
    return bytes.size();
  }

  void add(byte next) {
    bytes.write(next);
  }

  /// The line, without the carriage return that some clients send before its end.
  String take() {
    String text = bytes.toString(StandardCharsets.UTF_8);
    bytes.reset();
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
