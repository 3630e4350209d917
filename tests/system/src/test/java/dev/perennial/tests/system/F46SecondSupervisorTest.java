package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// F46: a program is started a second time with the same configuration, with the same state
/// directory, or with the same address. The second one ends with one clear line; the first one does
/// not notice, and its files stay.
class F46SecondSupervisorTest {

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void the_second_one_ends_and_the_first_one_is_left_alone() throws Exception {
    ProgramFile file = SupervisorKill.file(programs);
    Program first = programs.startReady(file);
    List<Object> before = identities(first);
    try (Load load = Load.start(LoadProfile.mixed(first.targets()))) {
      assertRefused(file, "in use by process " + first.pid());
      Path lock = file.stateDirectory().resolve("lock");
      assertEquals(Long.toString(first.pid()), Files.readString(lock).strip());
      assertRefused(
          programs.file().api(1).set("launcher", "state_dir", file.stateDirectory().toString()),
          "in use by process " + first.pid());
      for (String address : first.status().listeners()) {
        assertRefused(programs.file().services("api 1 rolling " + address), address);
      }
      load.awaitAnswered(200);
      LoadReport report = load.stop();
      Form.summary("F46SecondSupervisorTest", report.toString());
      report.assertNothingLost(200);
    }
    assertEquals(before, identities(first), "other files than before");
    first.stop();
  }

  @Test
  void two_that_name_no_state_directory_want_the_same_one() throws Exception {
    ProgramFile file = programs.file().api(1);
    String runtime = file.directory().toString();
    Program first = programs.start(file.stateIn(runtime));
    first.awaitEvents("api started", 1);
    assertRefused(programs.file().api(1).stateIn(runtime), "in use by process " + first.pid());
    first.stop();
  }

  private void assertRefused(ProgramFile file, String part) throws Exception {
    Program second = programs.start(file);
    assertEquals(1, second.awaitExit(Program.PATIENCE), second::explanation);
    Refusal.assertOneLine(second, "*" + part + "*");
    assertEquals(0, second.processes().size());
  }

  // Which file it is, beyond its name.
  private static List<Object> identities(Program program) throws Exception {
    List<Object> found = new ArrayList<>();
    for (String file : program.socketFiles()) {
      Path path = program.file().path(file);
      found.add(file + " " + Files.getAttribute(path, "unix:ino"));
    }
    assertEquals(2, found.size(), found::toString);
    return found;
  }
}
