package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {

  @TempDir private Path directory;

  private List<Path> files() throws IOException {
    try (var files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  @Test
  void nobody_else_can_read_the_file() throws IOException {
    Path place = directory.resolve("x.prof");
    PrivateFiles.write(place, out -> out.write('a'));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(place)));
    assertEquals(List.of(place), files());
  }

  @Test
  void a_symbolic_link_is_replaced_and_what_it_points_to_is_not() throws IOException {
    Path victim = Files.writeString(directory.resolve("victim"), "precious");
    Path place = Files.createSymbolicLink(directory.resolve("x.prof"), victim);
    PrivateFiles.write(place, out -> out.write('a'));
    assertEquals("precious", Files.readString(victim));
    assertFalse(Files.isSymbolicLink(place));
    assertEquals("a", Files.readString(place));
  }

  @Test
  void a_content_that_fails_leaves_nothing() throws IOException {
    Path place = directory.resolve("x.prof");
    assertThrows(
        IOException.class,
        () ->
            PrivateFiles.write(
                place,
                out -> {
                  out.write('a');
                  throw new IOException("the disk is full");
                }));
    assertEquals(List.of(), files());
  }
}
