package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A reload in the middle of a run of a periodic task: the run ends in the old worker, and the new
/// one begins none before that. The service has the name of its start script, in every process.
class F95ReloadDuringPeriodicTaskTest {

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void the_run_ends_in_the_old_worker_and_no_run_overlaps_another_one() throws Exception {
    Program program = programs.startReady(file());
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
    assertEachEndsBeforeTheNext(events);
    Form.summary(
        "F95 reloads=" + reloads,
        events.size() / 2
            + " runs in "
            + workers(events)
            + " workers, each ended, never two at once");
    assertEquals(reloads + 1, workers(events), events::toString);
  }

  @Test
  void a_run_overlaps_no_other_one_when_the_new_worker_is_killed_meanwhile() throws Exception {
    ProgramFile file = file().gracefulTimeout(120);
    Path place = file.path("gate");
    Gate gate = Gate.close(place);
    Program program = programs.startReady(file.set("sweeping", "gate", place.toString()));
    long running = awaitReady(program, 0);
    awaitRunOf(running, program);
    int kills = Form.choose(2, 10);
    for (int i = 0; i < kills; i++) {
      program.reload();
      long killed = awaitReady(program, running);
      Program.signal(killed, "KILL");
      running = awaitReady(program, killed);
      gate.letOnePass();
      awaitRunOf(running, program);
    }
    gate.open();
    program.stop();
    List<String> events = program.events(SweepingProgram.TASK);
    assertEachEndsBeforeTheNext(events);
    assertEquals(kills + 1, workers(events), events::toString);
  }

  // The worker that serves, while its predecessor may drain.
  private static long awaitReady(Program program, long otherThan) throws InterruptedException {
    return Waiting.value(
        "another worker is ready",
        Program.PATIENCE,
        () ->
            program.status().workers().stream()
                .filter(worker -> worker.isReady() && worker.pid() != otherThan)
                .map(Status.Worker::pid)
                .findFirst());
  }

  private static void awaitRunOf(long worker, Program program) throws InterruptedException {
    Waiting.until(
        worker + " runs the task",
        Program.PATIENCE,
        () -> program.events(SweepingProgram.TASK).getLast().endsWith(" begin " + worker));
  }

  private ProgramFile file() throws IOException {
    return programs
        .file()
        .main(SweepingProgram.class)
        .startedBy("export PERENNIAL_BINARY=/opt/bin/tacker-sweeper; " + ProgramFile.SHIELD)
        .set("DEFAULT", "transport_url", "memory://sweeping")
        .set("DEFAULT", "periodic_interval", "0.1")
        .set("DEFAULT", "periodic_fuzzy_delay", "0");
  }

  private static void assertEachEndsBeforeTheNext(List<String> events) {
    for (int i = 0; i < events.size(); i += 2) {
      assertEquals(events.get(i).replace("begin", "end"), events.get(i + 1), events::toString);
    }
  }

  private static long workers(List<String> events) {
    return events.stream().map(line -> line.split(" ")[2]).distinct().count();
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
