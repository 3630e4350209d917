package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnknownKeysTest {
  private static final String FILE =
      "[DEFAULT]|debgu = 1|bind-host = x|pool_timeout = 3|zzz = 1"
          + "|[default]|debug = 1|[databse]|a=1|b=2|[databse]|c=3|[other]";

  @TempDir Path directory;
  private ProgramOnDisk disk;

  @BeforeEach
  void makeProgram() {
    disk = new ProgramOnDisk(directory);
    disk.file("etc/prog.conf", FILE);
  }

  private List<String> warnings() {
    return disk.warnings.stream().map(w -> w.replace(directory + "/", "")).toList();
  }

  @Test
  void each_is_warned_about_once_with_a_suggestion() {
    disk.program(Sample.Main.class).alsoKnown(Sample.Database.class).load(new String[0]);
    assertEquals(
        List.of(
            "etc/prog.conf:6:1: unknown section [default] (write [DEFAULT])",
            "etc/prog.conf:8:1: unknown section [databse] (did you mean database?)",
            "etc/prog.conf:13:1: unknown section [other]",
            "etc/prog.conf:2:1: unknown option 'debgu' in [DEFAULT] (did you mean debug?)",
            "etc/prog.conf:3:1: unknown option 'bind-host' in [DEFAULT] (write bind_host)",
            "etc/prog.conf:4:1: unknown option 'pool_timeout' in [DEFAULT]"
                + " (it belongs into [database])",
            "etc/prog.conf:5:1: unknown option 'zzz' in [DEFAULT]"),
        warnings());
  }

  @Test
  void strict_mode_makes_them_errors() {
    ConfigBuilder strict = disk.program(Sample.Main.class).unknownKeys(UnknownKeys.ERROR);
    assertEquals(7, disk.refusal(strict).size());
  }

  @Test
  void ignoring_says_nothing() {
    disk.program(Sample.Main.class).unknownKeys(UnknownKeys.IGNORE).load(new String[0]);
    assertEquals(List.of(), warnings());
  }

  @Test
  void options_of_other_programs_are_known() {
    disk.file("etc/prog.conf", "[database]|connection = x");
    disk.program(Sample.Main.class).alsoKnown(Sample.Database.class).load(new String[0]);
    assertEquals(List.of(), warnings());
  }
}
