package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// F37: a signal goes to the whole process group, as from Ctrl-C in a terminal. The workers are in
/// sessions of their own and hear nothing of it: the supervisor decides, once.
class F37ProcessGroupTest {

  private static final char CTRL_C = 3;
  private static final int WORKERS = 2;

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void term_to_the_process_group_is_one_drain_of_each_worker() throws Exception {
    Program program = programs.startReady(programs.file().api(WORKERS));
    assertWorkersHaveSessionsOfTheirOwn(program, program.pid());
    CompletableFuture<RawAnswer> answer = OneRequest.beginSlow(program, 1500);
    Program.shell("kill -TERM -" + program.pid());
    assertEquals(200, answer.get(Program.PATIENCE.toSeconds(), TimeUnit.SECONDS).status());
    assertEquals(0, program.awaitExit(Program.PATIENCE), program::explanation);
    assertEquals(WORKERS, program.events("api drain").size(), program::explanation);
    assertEquals(WORKERS, program.events("api start").size(), program::explanation);
    program.assertNothingLeft();
  }

  @Test
  void a_ctrl_c_typed_in_a_terminal_reaches_the_supervisor_only() throws Exception {
    Program program = programs.startInTerminal(programs.file().api(WORKERS)).awaitReady();
    assertWorkersHaveSessionsOfTheirOwn(program, program.status().masterPid());
    OneRequest.beginSlow(program, 30_000);
    program.type(CTRL_C);
    assertEquals(1, program.awaitExit(Form.atOnce(5)), program::explanation);
    assertEquals(1, program.countLines("stopping because of SIGINT"), program::explanation);
    assertEquals(0, program.countLines("ended unasked"), program::explanation);
    program.assertNothingLeft();
  }

  private static void assertWorkersHaveSessionsOfTheirOwn(Program program, long supervisor)
      throws Exception {
    for (long worker : program.workers()) {
      assertEquals(worker, ProcFs.sessionOf(worker));
      assertTrue(ProcFs.sessionOf(supervisor) != worker);
    }
  }
}
