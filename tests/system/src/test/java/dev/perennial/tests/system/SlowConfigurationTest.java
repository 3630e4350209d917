package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A reload whose files cannot be read to their end: here a pipe that nobody writes to stands for a
/// network that hangs. The program goes on serving, answers its operators and can be stopped.
class SlowConfigurationTest {

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void a_supervisor_that_waits_for_its_configuration_hears_everything() throws Exception {
    ProgramFile file = programs.file().api(1);
    Program program = programs.startReady(file);
    long worker = program.workers().iterator().next();
    file.replaceByPipe();

    program.signal("HUP");
    program.awaitReloading();
    assertTrue(OneRequest.text(program.tcp(), "/value").startsWith("first"));
    Program.shell("kill -KILL " + worker);
    Waiting.until(
        "another worker",
        Program.PATIENCE,
        () -> !program.workers().isEmpty() && !program.workers().contains(worker));

    program.signal("TERM");
    assertEquals(0, program.awaitExit(Program.PATIENCE), program::explanation);
    Files.delete(file.file());
    program.assertNothingLeft();
  }

  @Test
  void a_single_process_that_waits_for_its_configuration_can_be_stopped() throws Exception {
    ProgramFile file = programs.file().api(1).set("launcher", "service");
    Program program = programs.startReady(file);
    file.replaceByPipe();

    program.signal("HUP");
    program.awaitReloading();
    assertTrue(OneRequest.text(program.tcp(), "/value").startsWith("first"));

    program.signal("TERM");
    assertEquals(0, program.awaitExit(Form.atOnce(2)), program::explanation);
    Files.delete(file.file());
    program.assertNothingLeft();
  }
}
