package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// F02: all workers are killed at one instant. The listener stays, clients wait in its queue, and
/// all workers are replaced side by side after one step of the back-off each.
class F02AllWorkersKilledTest {

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void clients_wait_in_the_queue_while_all_workers_are_replaced_side_by_side() throws Exception {
    int workers = Form.choose(3, 8);
    int waiting = Form.choose(100, 500);
    ProgramFile file = programs.file().api(workers);
    Path place = file.path("gate");
    Program program = programs.startReady(file.set("boot_gate", place.toString()));
    Gate gate = Gate.close(place);
    Target.Tcp target = (Target.Tcp) program.tcp();
    List<Long> victims = List.copyOf(program.workers());
    for (long victim : victims) {
      Program.freeze(victim);
    }
    LoadProfile profile =
        LoadProfile.on(List.of(target), LoadProfile.Group.oneShot(waiting, 0))
            .withRequests(waiting)
            .withPatience(Program.PATIENCE.multipliedBy(2));
    try (Load load = Load.start(profile)) {
      Waiting.until(
          "all connections in the queue",
          Program.PATIENCE,
          () -> ProcFs.queueLength(target.port()) >= waiting);
      Program.shell(
          "kill -KILL " + String.join(" ", victims.stream().map(Object::toString).toList()));
      program.awaitEvents("api start", 2 * workers);
      assertEquals(workers, program.events("api started").size(), program::explanation);
      gate.open();
      LoadReport report = load.await();
      Form.summary("F02AllWorkersKilledTest workers=" + workers, report.toString());
      report.assertNothingLost(waiting);
      victims.forEach(victim -> assertFalse(report.perPid().containsKey(victim)));
    }
    for (Status.Worker worker : program.awaitSettled().workers()) {
      assertEquals(1, worker.restarts());
      assertTrue(worker.lastExit().contains("from outside"), worker.lastExit());
    }
    assertEquals(workers, program.countLines("next start at once"), program::explanation);
    program.stop();
  }
}
