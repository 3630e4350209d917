package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class FileReasonTest {

  @TempDir private Path directory;

  private static String reason(Executable operation) {
    return FileReason.of(assertThrows(IOException.class, operation));
  }

  private void assertReason(String reason, Path file) {
    assertEquals(reason, reason(() -> Files.newOutputStream(file).close()));
    assertEquals(reason, reason(() -> new FileOutputStream(file.toFile(), true).close()));
  }

  @Test
  void what_the_kernel_says_is_told_without_the_path() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertReason("is a directory", directory);
    assertReason("no such file or directory", directory.resolve("none/file"));
    assertReason("not a directory", file.resolve("below"));
    assertReason("file name too long", directory.resolve("n".repeat(300)));
  }

  @Test
  void links_that_lead_in_a_circle_are_told() throws IOException {
    Path one = directory.resolve("one");
    Files.createSymbolicLink(one, directory.resolve("other"));
    Files.createSymbolicLink(directory.resolve("other"), one);
    assertReason("too many levels of symbolic links", one);
  }

  @Test
  void a_full_disk_is_told() {
    assertEquals(
        "no space left on device",
        reason(() -> Files.write(Path.of("/dev/full"), new byte[] {'x'})));
  }

  @Test
  void what_the_jdk_knows_by_its_class_only_is_told() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertEquals("permission denied", FileReason.of(new AccessDeniedException("/x")));
    assertEquals("file exists", reason(() -> Files.createFile(file)));
    assertEquals(
        "not a directory",
        reason(() -> {
          try (Stream<Path> files = Files.list(file)) {
            files.toList();
          }
        }));
  }

  @Test
  void words_of_ours_stay_as_they_are() {
    assertEquals("TLS is off", FileReason.of(new IOException("TLS is off")));
    assertEquals("java.io.IOException", FileReason.of(new IOException()));
  }
}
