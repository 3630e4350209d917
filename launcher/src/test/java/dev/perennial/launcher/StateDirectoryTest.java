package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

  @TempDir Path temp;

  @Test
  void it_is_made_for_its_user_alone() throws Exception {
    Path made = StateDirectory.prepare(temp.resolve("a/b"));
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
  }

  @Test
  void one_that_is_open_to_others_is_refused_with_what_to_do() throws Exception {
    Path open = Files.createDirectory(temp.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    String text = assertThrows(IOException.class, () -> StateDirectory.prepare(open)).getMessage();
    assertTrue(text.contains("chmod 700 " + open), text);
  }

  @Test
  void one_that_is_a_file_or_a_link_is_refused() throws Exception {
    Path file = Files.createFile(temp.resolve("file"));
    assertThrows(IOException.class, () -> StateDirectory.prepare(file));
    Path link = Files.createSymbolicLink(temp.resolve("link"), temp);
    assertThrows(IOException.class, () -> StateDirectory.prepare(link));
  }

  @Test
  void the_base_is_in_the_runtime_directory_or_under_the_temporary_one() {
    assertEquals(
        Path.of("/run/user/7/perennial"),
        StateDirectory.base(Map.of("XDG_RUNTIME_DIR", "/run/user/7")));
    assertTrue(
        StateDirectory.base(Map.of())
            .toString()
            .endsWith("/perennial-" + System.getProperty("user.name")));
  }
}
