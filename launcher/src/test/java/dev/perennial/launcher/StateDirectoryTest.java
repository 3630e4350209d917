package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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
  void one_below_a_base_that_others_can_write_to_is_refused() throws Exception {
    Map<String, String> environment = Map.of("XDG_RUNTIME_DIR", temp.toString());
    Path made = StateDirectory.prepareDefault(environment, "app");
    assertEquals(temp.resolve("perennial/app"), made);
    assertTrue(StateDirectory.isOwn(temp.resolve("perennial")));
    for (String mode : List.of("rwxrwx---", "rwx----w-")) {
      Files.setPosixFilePermissions(made.getParent(), PosixFilePermissions.fromString(mode));
      String text =
          assertThrows(IOException.class, () -> StateDirectory.prepareDefault(environment, "app"))
              .getMessage();
      assertTrue(text.endsWith("; run: chmod 700 " + made.getParent()), text);
      assertFalse(StateDirectory.isOwn(made.getParent()), mode);
    }
  }

  @Test
  void a_base_that_others_can_look_into_is_good_and_one_that_is_a_link_is_not() throws Exception {
    Path base = Files.createDirectory(temp.resolve("perennial"));
    Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertTrue(StateDirectory.isOwn(base));
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Files.createSymbolicLink(elsewhere.resolve("perennial"), base);
    assertFalse(StateDirectory.isOwn(elsewhere.resolve("perennial")));
    assertFalse(StateDirectory.isOwn(temp.resolve("missing")));
    assertFalse(Files.exists(temp.resolve("missing")));
    Map<String, String> environment = Map.of("XDG_RUNTIME_DIR", elsewhere.toString());
    assertThrows(IOException.class, () -> StateDirectory.prepareDefault(environment, "app"));
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

  @Test
  void a_base_that_is_no_path_is_told_with_its_variable() {
    Map<String, String> environment = Map.of("XDG_RUNTIME_DIR", "/run/\0");
    IOException refused =
        assertThrows(IOException.class, () -> StateDirectory.prepareDefault(environment, "app"));
    assertEquals(
        "XDG_RUNTIME_DIR is no path: '/run/?' (Nul character not allowed);"
            + " set [launcher] state_dir to another one",
        refused.getMessage());
  }

  @Test
  void letters_that_the_locale_does_not_have_are_what_is_wrong() {
    assertEquals(
        "'/run/\u00fc' (not all of its letters are in the encoding of the locale: set"
            + " LC_ALL=C.UTF-8)",
        PathText.reason(new InvalidPathException("/run/\u00fc", "Malformed input")));
  }
}
