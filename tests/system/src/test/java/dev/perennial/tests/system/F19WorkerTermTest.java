package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// F19: somebody sends a signal to a worker instead of to the program. SIGTERM replaces it, the new
/// worker first, without a lost request; SIGHUP is ignored.
class F19WorkerTermTest {

  private static final int HANGUP = 1;

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void a_worker_that_is_told_to_leave_is_replaced_first() throws Exception {
    Program program = programs.startReady(programs.file().api(2));
    int terms = Form.choose(3, 20);
    LoadProfile profile = LoadProfile.mixed(program.targets());
    Random random = new Random(profile.seed());
    try (Load load = Load.start(profile)) {
      for (int i = 0; i < terms; i++) {
        List<Long> before = List.copyOf(program.workers());
        long victim = before.get(random.nextInt(before.size()));
        Program.signal(victim, "TERM");
        Waiting.until("gone", Program.PATIENCE, () -> !ProcFs.isAlive(victim));
        Set<Long> after = program.awaitSettled().pids();
        assertEquals(2, after.size());
        assertEquals(1, before.stream().filter(after::contains).count(), "the other one stays");
        assertReplacedFirst(program, victim);
      }
      load.awaitAnswered(500);
      LoadReport report = load.stop();
      Form.summary("F19WorkerTermTest terms=" + terms, report.toString());
      report.assertNothingLost(500);
    }
    assertEquals(1, program.status().generation());
    program.stop();
  }

  @Test
  void a_worker_ignores_hangup() throws Exception {
    Program program = programs.startReady(programs.file().api(2));
    Set<Long> before = program.workers();
    for (long worker : before) {
      assertTrue(ProcFs.ignores(worker, HANGUP));
      Program.signal(worker, "HUP");
    }
    for (Target target : program.targets()) {
      assertTrue(OneRequest.text(target, "/value").startsWith("first"));
    }
    Status after = program.status();
    assertEquals(before, after.pids());
    after.workers().forEach(worker -> assertEquals("ready", worker.state()));
    program.stop();
  }

  // Its successor had started before it began to drain.
  private static void assertReplacedFirst(Program program, long victim) {
    List<String> lines = program.output();
    int drains = lines.indexOf(Journal.line("api", "drain") + " " + victim);
    assertTrue(drains >= 0, program::explanation);
    long startedBefore =
        lines.subList(0, drains).stream()
            .filter(line -> line.startsWith(Journal.line("api", "started")))
            .count();
    long leftBefore =
        lines.subList(0, drains).stream()
            .filter(line -> line.startsWith(Journal.line("api", "stop")))
            .count();
    assertTrue(startedBefore - leftBefore >= 3, program::explanation);
  }
}
