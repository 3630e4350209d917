package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A worker starts another Perennial program. It inherits the environment of the worker and is an
/// ordinary program nevertheless: a supervisor with workers of its own.
class ChildOfWorkerTest {

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void a_program_that_a_worker_starts_is_no_worker() throws Exception {
    ProgramFile inner = programs.file().api(1);
    inner.prepare();
    Program outer =
        programs.startReady(programs.file().api(1).set("child", inner.file().toString()));
    long worker = outer.workers().iterator().next();
    Control control = new Control(inner.stateDirectory().resolve("control.sock"));
    Status status =
        Waiting.value(
            "the inner program runs",
            Program.PATIENCE,
            () ->
                java.util.Optional.of(Status.parse(control.ask("status", Program.PATIENCE).text()))
                    .filter(Status::isSettled));

    assertEquals(
        worker, ProcessHandle.of(status.masterPid()).orElseThrow().parent().orElseThrow().pid());
    assertFalse(status.pids().contains(status.masterPid()));
    assertTrue(
        OneRequest.text(Target.parse(status.listeners().getFirst()), "/value").startsWith("first"));
    assertEquals(Set.of(worker), outer.workers());
    assertEquals(0, outer.countLines("said it was a worker"), outer::explanation);
    Program.signal(status.masterPid(), "TERM");
    Waiting.until(
        "the inner program has ended", Program.PATIENCE, () -> !ProcFs.isAlive(status.masterPid()));
    outer.stop();
  }
}
