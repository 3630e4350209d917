package dev.perennial.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatedFileTest {

  @TempDir private Path directory;

  private static void write(RotatedFile file, String text) throws IOException {
    file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void what_is_there_is_continued_and_a_renamed_file_begun_anew() throws Exception {
    Path path = Files.writeString(directory.resolve("log"), "before\n");
    Path renamed = directory.resolve("log.1");
    try (RotatedFile file = RotatedFile.open(path)) {
      write(file, "old\n");
      Files.move(path, renamed);
      write(file, "late\n");
      file.reopen();
      write(file, "new\n");
    }
    assertEquals("before\nold\nlate\n", Files.readString(renamed));
    assertEquals("new\n", Files.readString(path));
  }

  @Test
  void a_file_that_cannot_be_opened_again_leaves_the_former_open() throws Exception {
    Path below = Files.createDirectory(directory.resolve("below"));
    Path renamed = directory.resolve("renamed");
    try (RotatedFile file = RotatedFile.open(below.resolve("log"))) {
      Files.move(below, renamed);
      assertThrows(IOException.class, file::reopen);
      write(file, "still here\n");
    }
    assertEquals("still here\n", Files.readString(renamed.resolve("log")));
  }

  @Test
  void a_device_takes_what_is_longer_than_a_piece() throws Exception {
    ByteBuffer lines =
        ByteBuffer.wrap(
            ("x".repeat(9000) + "\n" + "y\n".repeat(5000)).getBytes(StandardCharsets.US_ASCII));
    try (RotatedFile file = RotatedFile.open(Path.of("/dev/null"))) {
      file.write(lines);
    }
    assertEquals(0, lines.remaining());
  }
}
