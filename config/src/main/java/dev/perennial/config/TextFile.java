package dev.perennial.config;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Optional;

/// Reads a whole file as UTF-8. Every way this can fail becomes an error that names the file.
final class TextFile {
  /// By name, because the class of standard charsets loads all of them.
  static final Charset UTF_8 = Charset.forName("UTF-8");

  /// What a lenient decoder puts where a byte is bad; hardly any file contains it.
  private static final char REPLACEMENT = '\uFFFD';

  private TextFile() {}

  /// {@return the text without a byte order mark, or nothing after adding an error}
  static Optional<String> read(Path file, Problems problems) {
    // A plain stream, because a channel loads forty classes more; it only says less of a failure.
    try (InputStream in = new FileInputStream(file.toString())) {
      return decode(file, in.readAllBytes(), problems);
    } catch (IOException e) {
      return UnusableFile.read(file, problems);
    }
  }

  static Optional<String> decode(Path file, byte[] bytes, Problems problems) {
    String text = new String(bytes, UTF_8);
    return text.indexOf(REPLACEMENT) < 0
        ? Optional.of(withoutByteOrderMark(text))
        : UnusableFile.decode(file, bytes, problems);
  }

  static String withoutByteOrderMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
