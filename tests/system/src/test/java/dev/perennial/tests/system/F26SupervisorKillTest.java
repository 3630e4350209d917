package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// F26: the supervisor is killed. No worker outlives it, also one that is busy for a long time, and
/// the program can be started again at once, on the same port and the same socket file.
class F26SupervisorKillTest {

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void no_worker_outlives_a_killed_supervisor() throws Exception {
    int kills = Form.choose(1, 20);
    ProgramFile file = SupervisorKill.file(programs);
    long longest = 0;
    for (int i = 0; i < kills; i++) {
      longest = Math.max(longest, SupervisorKill.kill(programs.startReady(file)));
    }
    Form.summary(
        "F26SupervisorKillTest kills=" + kills, "longest until all are gone " + longest + " ms");
    programs.startReady(file).stop();
  }

  @Test
  void a_process_that_the_supervisor_started_does_not_hide_its_death() throws Exception {
    Program program = programs.startReady(SupervisorKill.file(programs).set("helper", "true"));
    program.awaitEvents("helper", 1);
    SupervisorKill.kill(program);
    long helper = Long.parseLong(program.events("helper").getFirst().split(" ")[1]);
    assertTrue(ProcFs.isAlive(helper), "the helper was to outlive it");
  }

  @Test
  void a_worker_that_is_busy_for_long_does_not_outlive_it_either() throws Exception {
    Program program = programs.startReady(SupervisorKill.file(programs));
    OneRequest.beginSlow(program, 60_000);
    SupervisorKill.kill(program);
  }

  @Test
  void a_worker_that_drains_does_not_outlive_it_either() throws Exception {
    Program program = programs.startReady(SupervisorKill.file(programs));
    OneRequest.beginSlow(program, 60_000);
    program.signal("TERM");
    program.awaitEvents("api drain", 1);
    program.killAndAwaitWorkers(Form.atOnce(1));
  }
}
