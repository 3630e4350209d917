package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// F02: all workers are killed at one instant. The listener stays, clients wait in its queue, and
/// all workers are replaced side by side after one step of the back-off each.
class F02AllWorkersKilledTest {

  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void clients_wait_in_the_queue_while_all_workers_are_replaced_side_by_side() throws Exception {
    int workers = Form.choose(3, 8);
    int waiting = Form.choose(100, 500);
    Program program = programs.startReady(programs.file().api(workers));
    Target.Tcp target = (Target.Tcp) program.tcp();
    List<Long> victims = List.copyOf(program.workers());
    for (long victim : victims) {
      Program.signal(victim, "STOP");
    }
    LoadProfile profile =
        LoadProfile.on(List.of(target), LoadProfile.Group.oneShot(waiting, 0))
            .withRequests(waiting);
    try (Load load = Load.start(profile)) {
      Waiting.until(
          "all connections in the queue",
          Duration.ofSeconds(10),
          () -> ProcFs.queueLength(target.port()) >= waiting);
      Program.shell(
          "kill -KILL " + String.join(" ", victims.stream().map(Object::toString).toList()));
      Waiting.until("all boot at once", AT_ONCE, () -> allBoot(program, victims));
      LoadReport report = load.await();
      Form.summary("F02AllWorkersKilledTest workers=" + workers, report.toString());
      report.assertNothingLost(waiting);
      victims.forEach(victim -> assertFalse(report.perPid().containsKey(victim)));
    }
    for (Status.Worker worker : program.awaitSettled().workers()) {
      assertEquals(1, worker.restarts());
      assertTrue(worker.lastExit().contains("from outside"), worker.lastExit());
    }
    program.stop();
  }

  private static boolean allBoot(Program program, List<Long> victims) throws Exception {
    return program.status().workers().stream()
        .allMatch(worker -> worker.pid() > 0 && !victims.contains(worker.pid()));
  }
}
