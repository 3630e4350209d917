package dev.perennial.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {

  @TempDir private Path directory;

  private static void write(FileSink sink, String text) throws IOException {
    sink.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void several_append_to_one_file() throws IOException {
    Path path = directory.resolve("foo.log");
    Files.writeString(path, "old\n");
    FileSink one = FileSink.open(path);
    FileSink other = FileSink.open(path);
    write(one, "1\n");
    write(other, "2\n");
    write(one, "3\n");
    one.close();
    other.close();
    assertEquals("old\n1\n2\n3\n", Files.readString(path));
  }

  @Test
  void a_renamed_file_is_begun_anew_when_it_is_opened_again() throws IOException {
    Path path = directory.resolve("foo.log");
    Path rotated = directory.resolve("foo.log.1");
    FileSink sink = FileSink.open(path);
    write(sink, "before\n");
    Files.move(path, rotated);
    sink.reopen();
    write(sink, "after\n");
    sink.close();
    assertEquals("before\n", Files.readString(rotated));
    assertEquals("after\n", Files.readString(path));
  }

  @Test
  void a_file_that_cannot_be_opened_again_stays_open() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("logs"));
    FileSink sink = FileSink.open(folder.resolve("foo.log"));
    Path moved = directory.resolve("moved");
    Files.move(folder, moved);
    IOException refused = assertThrows(IOException.class, sink::reopen);
    assertEquals(
        "cannot open log file " + folder.resolve("foo.log") + ": its directory does not exist",
        refused.getMessage());
    write(sink, "still here\n");
    sink.close();
    assertEquals("still here\n", Files.readString(moved.resolve("foo.log")));
  }
}
