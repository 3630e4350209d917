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

/// Finds out what is wrong with a file that could not be read or decoded on the short way. Nothing
/// of this is loaded by a program whose files are good.
final class UnusableFile {
  private UnusableFile() {}

  /// Reads once more. Should it work this time, so much the better.
  static Optional<String> read(Path file, Problems problems) {
    Origin whole = Origin.InFile.whole(file.toString());
    try {
      if (Files.isDirectory(file)) {
        problems.addUnread(ConfigError.at(whole, "is a directory, not a file", "use --config-dir"));
        return Optional.empty();
      }
      return TextFile.decode(file, Files.readAllBytes(file), problems);
    } catch (NoSuchFileException e) {
      problems.addUnread(ConfigError.at(whole, "no such file"));
    } catch (AccessDeniedException e) {
      problems.addUnread(
          ConfigError.at(whole, "permission denied", "this user has to be able to read it"));
    } catch (IOException e) {
      problems.addUnread(ConfigError.at(whole, "cannot be read: " + FileReason.of(e)));
    }
    return Optional.empty();
  }

  /// Tells where the first bad byte is, if there is one.
  static Optional<String> decode(Path file, byte[] bytes, Problems problems) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    boolean good = !decoder.decode(in, out, true).isError();
    String text = TextFile.withoutByteOrderMark(out.flip().toString());
    if (good) {
      return Optional.of(text);
    }
    String problem = "byte 0x%02x is not valid UTF-8".formatted(bytes[in.position()]);
    problems.addUnread(ConfigError.at(endOf(text, file), problem, "save the file as UTF-8"));
    return Optional.empty();
  }

  /// The place just behind a text: where decoding stopped.
  private static Origin endOf(String text, Path file) {
    int line = (int) (text + "|").lines().count();
    String last = (text + "|").lines().reduce("", (_, next) -> next);
    return new Origin.InFile(file.toString(), line, last.codePointCount(0, last.length()));
  }
}
