package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A service that tolerates no second process of its own: it is replaced only when its own options
/// have changed, the old one is gone before the new one starts, and clients wait meanwhile.
class ExclusiveTest {

  @RegisterExtension private final Programs programs = new Programs();

  // Each process of the store keeps a file locked until it ends, and cannot start without the lock.
  private ProgramFile file() throws Exception {
    ProgramFile file = programs.file();
    return file.services("store 1 exclusive 127.0.0.1:0", "api 1 rolling 127.0.0.1:0")
        .set("exclusive", file.path("lock").toString());
  }

  @Test
  void it_is_replaced_only_when_its_own_options_changed_and_two_never_live_together()
      throws Exception {
    ProgramFile file = file();
    Program program = programs.startReady(file);
    int rounds = Form.choose(1, 20);
    try (Load load = Load.start(LoadProfile.mixed(program.targets()))) {
      for (int i = 1; i <= rounds; i++) {
        Status before = program.status();
        file.set("live", "value", "round-" + i).write();
        program.reload();
        Status untouched = program.awaitSettled();
        assertEquals(before.pids("store"), untouched.pids("store"));
        assertNotEquals(before.pids("api"), untouched.pids("api"));
        file.set("exclusive", "size", Integer.toString(1 + i)).write();
        program.reload();
        Status replaced = program.awaitSettled();
        assertNotEquals(before.pids("store"), replaced.pids("store"));
        assertEquals(1, replaced.pids("store").size());
      }
      load.awaitAnswered(200);
      LoadReport report = load.stop();
      Form.summary("ExclusiveTest rounds=" + rounds, report.toString());
      report.assertNothingLost(200);
    }
    assertEquals(0, program.countLines("another process of an exclusive service is alive"));
    program.stop();
  }

  @Test
  void one_that_is_told_to_leave_is_gone_before_the_next_one_starts() throws Exception {
    Program program = programs.startReady(file());
    long old = program.status().pids("store").iterator().next();
    Program.signal(old, "TERM");
    Waiting.until("gone", Program.PATIENCE, () -> !ProcFs.isAlive(old));
    assertEquals(1, program.awaitSettled().pids("store").size());
    assertEquals(0, program.countLines("another process of an exclusive service is alive"));
    program.stop();
  }
}
