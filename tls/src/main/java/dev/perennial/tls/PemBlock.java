package dev.perennial.tls;

import dev.perennial.config.FileReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// One block of a PEM file (RFC 7468): what stands between its BEGIN and its END, decoded.
///
/// @param label the words after BEGIN
/// @param isEncryptedInside whether it has the header lines of OpenSSL's old encryption
/// @param content the bytes
record PemBlock(String label, boolean isEncryptedInside, byte[] content) {

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  /// Reads all blocks of a file. Whatever stands around them is a comment.
  ///
  /// @throws IOException that says what is wrong and where, but not with which option
  static List<PemBlock> read(Path file) throws IOException {
    List<String> lines = text(file).lines().map(String::strip).toList();
    List<PemBlock> blocks = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
        begin = i;
      } else if (line.startsWith(END) && line.endsWith(DASHES)) {
        blocks.add(block(file, lines, begin, i));
      }
    }
    requireEnd(file, lines, begin, blocks);
    return blocks;
  }

  // A file that is still being written ends within a block.
  private static void requireEnd(Path file, List<String> lines, int begin, List<PemBlock> blocks)
      throws IOException {
    long begun = lines.stream().filter(line -> line.startsWith(BEGIN)).count();
    if (begun > blocks.size()) {
      throw new IOException(file + ":" + (begin + 1) + ": the block that begins here has no END");
    }
  }

  private static PemBlock block(Path file, List<String> lines, int begin, int end)
      throws IOException {
    String first = lines.get(begin);
    String label = label(lines.get(end), END);
    if (!first.startsWith(BEGIN) || !label.equals(label(first, BEGIN))) {
      throw new IOException(file + ":" + (end + 1) + ": an END without its BEGIN");
    }
    List<String> inside = lines.subList(begin + 1, end);
    boolean isEncrypted = inside.stream().anyMatch(line -> line.startsWith("Proc-Type:"));
    String base64 = String.join("", inside.stream().filter(line -> !line.contains(":")).toList());
    try {
      return new PemBlock(label, isEncrypted, Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException malformed) {
      throw new IOException(
          file + ":" + (begin + 2) + ": what follows is not base64: " + malformed.getMessage(),
          malformed);
    }
  }

  private static String label(String line, String word) {
    return line.substring(word.length(), line.length() - DASHES.length());
  }

  private static String text(Path file) throws IOException {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException missing) {
      throw new IOException(file + ": there is no such file", missing);
    } catch (AccessDeniedException denied) {
      throw new IOException(file + ": permission to read it is denied", denied);
    } catch (IOException failure) {
      throw new IOException(file + ": cannot be read: " + FileReason.of(failure), failure);
    }
  }
}
