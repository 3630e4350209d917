package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A reload in the middle of a run of a periodic task: the run ends in the old worker, and the new
/// one begins none before that. The service has the name of its start script, in every process.
class F95ReloadDuringPeriodicTaskTest {

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void the_run_ends_in_the_old_worker_and_no_run_overlaps_another_one() throws Exception {
    ProgramFile file =
        programs
            .file()
            .main(SweepingProgram.class)
            .startedBy("export PERENNIAL_BINARY=/opt/bin/tacker-sweeper; " + ProgramFile.SHIELD)
            .set("DEFAULT", "transport_url", "memory://sweeping")
            .set("DEFAULT", "periodic_interval", "0.1")
            .set("DEFAULT", "periodic_fuzzy_delay", "0");
    Program program = programs.startReady(file);
    assertTrue(program.countLines("tacker-sweeper/0 (pid ") > 0, program::explanation);
    int reloads = Form.choose(3, 30);
    for (int i = 0; i < reloads; i++) {
      awaitMiddleOfARun(program);
      if (i % 2 == 0) {
        program.reload();
      } else {
        program.reloadByHangup();
      }
      program.awaitSettled();
    }
    awaitMiddleOfARun(program);
    program.stop();
    List<String> events = program.events(SweepingProgram.TASK);
    for (int i = 0; i < events.size(); i += 2) {
      assertEquals(events.get(i).replace("begin", "end"), events.get(i + 1), events::toString);
    }
    long workers = events.stream().map(line -> line.split(" ")[2]).distinct().count();
    Form.summary(
        "F95 reloads=" + reloads,
        events.size() / 2 + " runs in " + workers + " workers, each ended, never two at once");
    assertEquals(reloads + 1, workers, events::toString);
  }

  private static void awaitMiddleOfARun(Program program) throws InterruptedException {
    int before = program.events(SweepingProgram.TASK).size();
    Waiting.until(
        "a run has begun",
        Program.PATIENCE,
        () -> {
          List<String> events = program.events(SweepingProgram.TASK);
          return events.size() > before && events.getLast().contains("begin");
        });
  }
}
