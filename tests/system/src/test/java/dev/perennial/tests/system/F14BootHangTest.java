package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// F14: a worker hangs while it boots. After `boot_timeout` it prints its stacks and is killed,
/// with the same consequence as one that fails; a stop is obeyed at once meanwhile.
class F14BootHangTest {

  private static final Duration AT_ONCE = Form.atOnce(2);

  /// Seconds in which workers have to come as far as the place where they hang.
  private static final int BOOT_TIMEOUT = Form.choose(20, 12);

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void at_start_it_ends_the_program_after_the_boot_timeout() throws Exception {
    Program program = programs.start(hanging(programs.file().api(2), BOOT_TIMEOUT));
    assertEquals(1, program.awaitExit(Program.PATIENCE), program::explanation);
    assertTrue(
        program.countLines("cannot start: was not ready in time (boot_timeout)") > 0,
        program::explanation);
    assertStacksPrinted(program);
    program.assertNothingLeft();
  }

  @Test
  void in_a_reload_the_old_workers_go_on_and_the_cause_is_told() throws Exception {
    int attempts = Form.choose(1, 10);
    ProgramFile file =
        programs.file().api(2).set("launcher", "boot_timeout", Integer.toString(BOOT_TIMEOUT));
    Program program = programs.startReady(file);
    Status before = program.status();
    try (Load load = Load.start(LoadProfile.mixed(program.targets()))) {
      hanging(file, BOOT_TIMEOUT).write();
      for (int i = 0; i < attempts; i++) {
        Control.Answer answer = program.ask("reload wait");
        assertFalse(answer.ok(), answer::text);
        assertTrue(answer.text().contains("boot_timeout"), answer::text);
      }
      Status after = program.awaitSettled();
      assertEquals(before.pids(), after.pids());
      assertEquals(before.generation(), after.generation());
      load.awaitAnswered(500);
      LoadReport report = load.stop();
      Form.summary("F14BootHangTest in a reload attempts=" + attempts, report.toString());
      report.assertNothingLost(500);
    }
    assertStacksPrinted(program);
    file.set("boot_millis", "0").write();
    program.reload();
    program.stop();
  }

  @Test
  void a_stop_is_obeyed_at_once_while_a_worker_hangs_at_start() throws Exception {
    Program program = programs.start(hanging(programs.file().api(2), 60));
    program.awaitEvents("api start", 2);
    program.signal("TERM");
    assertEquals(0, program.awaitExit(AT_ONCE), program::explanation);
    program.assertNothingLeft();
  }

  @Test
  void a_stop_is_obeyed_at_once_while_a_worker_hangs_in_a_reload() throws Exception {
    ProgramFile file = programs.file().api(1);
    Program program = programs.startReady(file);
    hanging(file, 60).write();
    program.signal("HUP");
    program.awaitEvents("api start", 2);
    program.signal("TERM");
    assertEquals(0, program.awaitExit(AT_ONCE), program::explanation);
    program.assertNothingLeft();
  }

  private static ProgramFile hanging(ProgramFile file, int bootTimeout) {
    return file.set("boot_millis", "600000")
        .set("launcher", "boot_timeout", Integer.toString(bootTimeout));
  }

  // Where it hangs is the question of whoever reads the log.
  private static void assertStacksPrinted(Program program) {
    assertTrue(program.countLines("Full thread dump") > 0, program::explanation);
    assertTrue(
        program.countLines("at " + ObservedService.class.getName() + ".start") > 0,
        program::explanation);
  }
}
