package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckOfAllGroupsTest {
  private static final String CONNECTION = "|[database]|connection = hunter2";

  @TempDir Path directory;
  private ProgramOnDisk disk;
  private Config config;

  @BeforeEach
  void load() {
    disk = new ProgramOnDisk(directory);
    write("[DEFAULT]|bind_host = a" + CONNECTION);
    config = disk.program(Sample.Main.class, Sample.Database.class).load(new String[0]);
  }

  private void write(String text) {
    disk.file("etc/prog.conf", text);
  }

  private List<String> rejection() {
    return assertInstanceOf(Rejected.class, config.reload()).errors().stream()
        .map(ConfigError::toString)
        .toList();
  }

  @Test
  void it_sees_what_would_be_in_force_and_names_its_place() {
    List<String> seen = new ArrayList<>();
    Subscription say =
        config.checkEvery(next -> {
          seen.add(next.get(Sample.Main.class).bindHost());
          seen.add(next.get(Sample.Database.class).connection().reveal());
          throw next.live(Sample.Main.class).refusal(new OptionConflict("not there", "bind_host"));
        });
    write("[DEFAULT]||bind_host = b" + CONNECTION);
    String error = rejection().getFirst();
    assertTrue(error.contains("prog.conf:3:") && error.contains("not there"), error);
    assertEquals(List.of("b", "hunter2"), seen);
    assertEquals("a", config.get(Sample.Main.class).bindHost());
    say.close();
    assertInstanceOf(Mutated.class, config.reload());
    assertEquals("b", config.get(Sample.Main.class).bindHost());
  }

  @Test
  void it_refuses_by_whatever_it_throws_and_tells_no_secret() {
    config.checkEvery(_ -> {
      throw new IllegalArgumentException("no database at hunter2");
    });
    config.checkEvery(_ -> {
      throw new IllegalStateException("a bug");
    });
    assertEquals(
        List.of("no database at ****", "java.lang.IllegalStateException: a bug"), rejection());
  }

  @Test
  void a_say_in_reloads_is_none_in_a_mutation() {
    Subscription say =
        config.checkReloads(_ -> {
          throw new IllegalArgumentException("no file");
        });
    assertInstanceOf(Mutated.class, config.mutate());
    assertEquals(List.of("no file"), rejection());
    say.close();
    assertInstanceOf(Mutated.class, config.reload());
  }
}
