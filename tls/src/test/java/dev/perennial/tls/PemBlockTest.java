package dev.perennial.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemBlockTest {

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("x.pem"), text);
  }

  @Test
  void what_stands_around_blocks_is_a_comment() throws IOException {
    String block = "-----BEGIN A-----\naGVsbG8=\n-----END A-----\n";
    assertEquals(2, PemBlock.read(file("one\n" + block + "two\n" + block)).size());
  }

  @Test
  void a_directory_is_refused_with_the_reason() {
    String text = assertThrows(IOException.class, () -> PemBlock.read(folder)).getMessage();
    assertEquals(folder + ": cannot be read: is a directory", text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-----END A-----\n", "-----END -----\n"})
  void an_end_without_its_begin_is_refused_with_its_line(String end) throws IOException {
    for (String before : new String[] {"", "a comment\n"}) {
      Path file = file(before + end);
      String text = assertThrows(IOException.class, () -> PemBlock.read(file)).getMessage();
      int line = before.isEmpty() ? 1 : 2;
      assertEquals(file + ":" + line + ": an END without its BEGIN", text);
    }
  }
}
