package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Connections spread evenly over the workers that share a socket, and each wakes one of them.
class SpreadTest {

  private static final int WORKERS = 4;

  // The seconds of the quick form may belong to whatever else runs: then it is enough that each
  // worker serves.
  private static final int ANY = 100 * WORKERS;

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void each_worker_gets_its_share_of_the_connections() throws Exception {
    // Pauses of up to 10 ms: as a rule all workers wait, and the kernel decides who gets the next.
    spread("paced", LoadProfile.Group.oneShot(8, 10), Form.choose(ANY, 10));
  }

  @Test
  void a_machine_without_a_free_core_still_spreads_them() throws Exception {
    // Here a worker that does not get a core is not waiting either, and another one takes its
    // share.
    spread("saturated", LoadProfile.Group.oneShot(8, 0), Form.choose(ANY, 25));
  }

  // A thread that was woken for nothing goes back to sleep, and the kernel counts that: with one
  // connection at a time each would cost as many as there are workers, if all of them woke.
  @Test
  void a_connection_wakes_one_worker_and_not_all() throws Exception {
    Program program = programs.startReady(programs.file().api(WORKERS));
    Set<Long> workers = program.workers();
    int connections = Form.choose(300, 3000);
    for (Target target : program.targets()) {
      long before = wakeUps(workers);
      for (int i = 0; i < connections; i++) {
        OneRequest.text(target, "/value");
      }
      long woken = wakeUps(workers) - before;
      Form.summary(
          "SpreadTest wake-ups " + target.getClass().getSimpleName(),
          woken + " for " + connections + " connections to " + WORKERS + " workers");
      assertTrue(woken > connections / 2, () -> woken + " wake-ups: these threads do not accept");
      assertTrue(woken < connections * 2, () -> woken + " wake-ups");
    }
    program.stop();
  }

  private static long wakeUps(Set<Long> workers) {
    return workers.stream().mapToLong(pid -> ProcFs.sleepsOf(pid, "http-accept-")).sum();
  }

  /// @param percent that a worker may have more or less than its share
  private void spread(String name, LoadProfile.Group clients, int percent) throws Exception {
    Program program = programs.startReady(programs.file().api(WORKERS));
    for (Target target : program.targets()) {
      LoadProfile profile =
          LoadProfile.on(List.of(target), clients).withSlow(0, 0).withBodies(1024);
      // Workers whose code is still being compiled are not identical.
      Load.start(profile.withRequests(1000)).await().assertNothingLost(1000);
      int connections = Form.choose(2000, 40000);
      LoadReport report = Load.start(profile.withRequests(connections)).await();
      String scenario = "SpreadTest " + name + " " + target.getClass().getSimpleName();
      Form.summary(scenario, report.perPid().values() + " | " + report);
      report.assertNothingLost(connections);
      assertEven(report, connections / WORKERS, percent);
    }
    program.stop();
  }

  private static void assertEven(LoadReport report, int share, int percent) {
    assertEquals(WORKERS, report.perPid().size());
    for (long count : report.perPid().values()) {
      assertTrue(
          Math.abs(count - share) * 100 <= share * percent, () -> report.perPid() + " " + report);
    }
  }
}
