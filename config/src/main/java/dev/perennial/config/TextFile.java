package dev.perennial.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Reads a whole file as UTF-8. Every way this can fail becomes an error that names the file.
final class TextFile {
  private TextFile() {}

  /// {@return the text without a byte order mark, or nothing after adding an error}
  static Optional<String> read(Path file, Problems problems) {
    Origin whole = Origin.InFile.whole(file.toString());
    try {
      if (Files.isDirectory(file)) {
        problems.addUnread(ConfigError.at(whole, "is a directory, not a file", "use --config-dir"));
        return Optional.empty();
      }
      return decode(file, Files.readAllBytes(file), problems);
    } catch (NoSuchFileException e) {
      problems.addUnread(ConfigError.at(whole, "no such file"));
    } catch (AccessDeniedException e) {
      problems.addUnread(
          ConfigError.at(whole, "permission denied", "this user has to be able to read it"));
    } catch (IOException e) {
      problems.addUnread(ConfigError.at(whole, "cannot be read: " + e.getMessage()));
    }
    return Optional.empty();
  }

  static Optional<String> decode(Path file, byte[] bytes, Problems problems) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    boolean good = !decoder.decode(in, out, true).isError();
    String text = withoutByteOrderMark(out.flip().toString());
    if (good) {
      return Optional.of(text);
    }
    String problem = "byte 0x%02x is not valid UTF-8".formatted(bytes[in.position()]);
    problems.add(ConfigError.at(endOf(text, file), problem, "save the file as UTF-8"));
    return Optional.empty();
  }

  private static String withoutByteOrderMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /// The place just behind a text: where decoding stopped.
  private static Origin endOf(String text, Path file) {
    int line = (int) (text + "|").lines().count();
    String last = (text + "|").lines().reduce("", (_, next) -> next);
    return new Origin.InFile(file.toString(), line, last.codePointCount(0, last.length()));
  }
}
