package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindFileTest {

  @TempDir Path root;

  @Test
  void only_the_standard_places_are_searched_without_arguments() { // P21
    ProgramOnDisk disk = new ProgramOnDisk(root);
    Config config = disk.program().load(new String[0]);
    assertEquals(Optional.empty(), config.findFile("paste.ini"));
    Path found = disk.file("etc/proj/paste.ini", "");
    assertEquals(Optional.of(found), config.findFile("paste.ini"));
    Path nearer = disk.file("home/.proj/paste.ini", "");
    assertEquals(Optional.of(nearer), config.findFile("paste.ini"));
  }

  @Test
  // P22
  void directories_of_the_command_line_win_over_the_place_of_a_file_and_that_over_the_rest() {
    ProgramOnDisk disk = new ProgramOnDisk(root);
    disk.file("etc/proj/paste.ini", "");
    disk.file("a/one.conf", "");
    disk.file("b/two.conf", "");
    Path besideFirst = disk.file("a/paste.ini", "");
    disk.file("d1/x.conf", "");
    disk.file("d2/x.conf", "");
    String[] args = {
      "--config-file=" + root.resolve("a/one.conf"),
      "--config-dir=" + root.resolve("d1"),
      "--config-dir=" + root.resolve("d2"),
      "--config-file=" + root.resolve("b/two.conf")
    };
    Config config = disk.program().load(args);
    assertEquals(Optional.of(besideFirst), config.findFile("paste.ini"));
    Path besideLast = disk.file("b/paste.ini", "");
    assertEquals(Optional.of(besideLast), config.findFile("paste.ini"));
    Path second = disk.file("d2/paste.ini", "");
    assertEquals(Optional.of(second), config.findFile("paste.ini"));
    Path first = disk.file("d1/paste.ini", "");
    assertEquals(Optional.of(first), config.findFile("paste.ini"));
  }

  @Test
  void an_absolute_path_is_only_looked_at() {
    ProgramOnDisk disk = new ProgramOnDisk(root);
    Path there = disk.file("elsewhere/paste.ini", "");
    Config config = disk.program().load(new String[0]);
    assertEquals(Optional.of(there), config.findFile(there.toString()));
    assertEquals(Optional.empty(), config.findFile(root.resolve("missing").toString()));
  }
}
