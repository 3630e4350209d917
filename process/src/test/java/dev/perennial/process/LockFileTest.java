package dev.perennial.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {

  @TempDir private Path directory;

  @Test
  void it_names_its_holder_and_is_removed_when_it_is_given_back() throws Exception {
    Path file = directory.resolve("lock");
    try (LockFile _ = LockFile.tryTake(file).orElseThrow()) {
      assertTrue(Files.exists(file));
      assertEquals(
          "rw-------",
          java.nio.file.attribute.PosixFilePermissions.toString(
              Files.getPosixFilePermissions(file)));
    }
    assertFalse(Files.exists(file));
  }

  @Test
  void it_is_held_once_in_a_process_too() throws Exception {
    Path file = directory.resolve("lock");
    LockFile first = LockFile.tryTake(file).orElseThrow();
    assertTrue(LockFile.tryTake(directory.resolve("./lock")).isEmpty());
    first.close();
    LockFile.tryTake(file).orElseThrow().close();
  }

  @Test
  void a_file_that_a_dead_process_left_means_nothing() throws Exception {
    Path file = Files.writeString(directory.resolve("lock"), "99999999 and more\n");
    assertEquals(Optional.empty(), LockFile.holder(file));
    try (LockFile _ = LockFile.tryTake(file).orElseThrow()) {
      // Not read: closing another descriptor of the file would give the lock back.
      assertEquals(Long.toString(ProcessHandle.current().pid()).length() + 1, Files.size(file));
    }
  }

  @Test
  void a_link_is_not_followed() throws Exception {
    Path elsewhere = Files.createFile(directory.resolve("precious"));
    Path link = Files.createSymbolicLink(directory.resolve("lock"), elsewhere);
    assertThrows(FileSystemException.class, () -> LockFile.tryTake(link));
    assertTrue(LockFile.holder(directory.resolve("none")).isEmpty());
  }
}
