package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One record in several sections, such as the backends of a service, whose names an option lists.
class SeveralSectionsTest {

  @Group
  record Main(@Opt(def = "ssd,hdd") List<String> enabledBackends) {}

  @Group("backend")
  record Backend(
      @Opt(def = "1", mutable = true) int weight, @Opt(def = "pool of $weight") String pool) {}

  @TempDir Path directory;
  private ProgramOnDisk disk;

  @BeforeEach
  void makeProgram() {
    disk = new ProgramOnDisk(directory);
  }

  private Config load() {
    String[] none = new String[0];
    ConfigBuilder names = disk.program(Main.class).unknownKeys(UnknownKeys.IGNORE);
    ConfigBuilder program = disk.program(Main.class);
    for (String backend : names.load(none).get(Main.class).enabledBackends()) {
      program.group(backend, Backend.class);
    }
    return program.load(none);
  }

  @Test
  void each_section_has_values_of_its_own() {
    disk.file(
        "etc/prog.conf", "[DEFAULT]|enabled_backends = ssd,HDD,tape|[hdd]|weight = 5|[SSD]|pool=p");
    Config config = load();
    assertEquals(new Backend(1, "p"), config.get("ssd", Backend.class));
    assertEquals(new Backend(5, "pool of 5"), config.get("hdd", Backend.class));
    assertEquals(new Backend(1, "pool of 1"), config.get("TAPE", Backend.class));
    assertTrue(config.has(Backend.class));
    assertEquals(List.of(), disk.warnings);
  }

  @Test
  void a_section_that_was_not_registered_cannot_be_read() {
    Config config = load();
    var other =
        assertThrows(IllegalArgumentException.class, () -> config.get("tape", Backend.class));
    assertEquals(
        Backend.class.getName()
            + " in [tape] is not registered: pass it to groups(...) before loading",
        other.getMessage());
    assertThrows(IllegalArgumentException.class, () -> config.get(Backend.class));
    assertFalse(config.has(Sample.Database.class));
  }

  @Test
  void a_listener_hears_of_its_own_section_only() {
    Config config = load();
    List<String> heard = new ArrayList<>();
    Live<Backend> ssd = config.live("ssd", Backend.class);
    ssd.onChange("ssd", (before, after) -> heard.add("ssd " + after.weight()));
    config
        .live("hdd", Backend.class)
        .onChange("hdd", (before, after) -> heard.add("hdd " + after.weight()));
    disk.file("etc/prog.conf", "[ssd]|weight = 7");
    assertInstanceOf(Mutated.class, config.mutate());
    assertEquals(List.of("ssd 7"), heard);
    assertEquals(7, ssd.get().weight());
    assertEquals("live " + Backend.class.getName() + " in [ssd]", ssd.toString());
  }
}
