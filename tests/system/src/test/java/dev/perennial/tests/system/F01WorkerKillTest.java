package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// F01: a worker is killed, again and again. What was inside it is lost and nothing else; another
/// one takes its slot at once each time, and the status says that the kill came from outside.
class F01WorkerKillTest {

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void a_killed_worker_loses_at_most_what_was_inside_it() throws Exception {
    int workers = Form.choose(2, 4);
    int kills = Form.choose(4, 20);
    long begin = System.nanoTime();
    Program program = programs.startReady(programs.file().api(workers));
    Duration boot = Duration.ofNanos(System.nanoTime() - begin);
    LoadProfile profile = LoadProfile.mixed(program.targets());
    Random random = new Random(profile.seed());
    Duration longest = Duration.ZERO;
    Set<Long> victims = new HashSet<>();
    try (Load load = Load.start(profile)) {
      for (int i = 0; i < kills; i++) {
        List<Status.Worker> before = program.status().workers();
        Status.Worker victim = before.get(random.nextInt(before.size()));
        victims.add(victim.pid());
        Duration taken = kill(program, victim);
        assertEquals(others(before, victim), others(program.status().workers(), victim));
        longest = taken.compareTo(longest) > 0 ? taken : longest;
      }
      load.awaitAnswered(501);
      LoadReport report = load.stop();
      Form.summary(
          "F01WorkerKillTest workers=" + workers + " kills=" + kills,
          "%s, start of the program %d ms, longest until replaced %d ms"
              .formatted(report, boot.toMillis(), longest.toMillis()));
      // The program's own start is more than the boot of a worker.
      assertTrue(longest.compareTo(boot.plus(Form.atOnce(1))) <= 0, longest::toString);
      assertEquals(0, report.count(Outcome.REFUSED), report::explanation);
      assertEquals(0, report.count(Outcome.TIMED_OUT), report::explanation);
      assertEquals(0, report.count(Outcome.WRONG_ANSWER), report::explanation);
      // A client has one request under way at most.
      assertTrue(report.lost() <= (long) kills * profile.clients(), report::explanation);
      assertTrue(
          victims.containsAll(report.lostPerPid().keySet()),
          () -> "not only by " + victims + ": " + report.lostPerPid() + report.explanation());
      assertTrue(report.count(Outcome.OK) > 500, report::explanation);
    }
    assertEquals(List.of(), List.copyOf(ProcFs.zombiesOf(program.pid())));
    program.stop();
  }

  // Their processes and how often they were started, by slot.
  private static Map<Integer, String> others(List<Status.Worker> workers, Status.Worker victim) {
    return workers.stream()
        .filter(worker -> worker.slot() != victim.slot())
        .collect(
            Collectors.toMap(
                Status.Worker::slot, worker -> worker.pid() + " " + worker.restarts()));
  }

  /// Kills a worker and waits for the next one in its slot.
  ///
  /// @return how long that took
  private static Duration kill(Program program, Status.Worker victim) throws Exception {
    long begin = System.nanoTime();
    Program.signal(victim.pid(), "KILL");
    Status.Worker next =
        Waiting.value(
            "a replacement of " + victim.pid(),
            Program.PATIENCE,
            () ->
                program.status().workers().stream()
                    .filter(w -> w.slot() == victim.slot())
                    .filter(w -> w.pid() != victim.pid() && w.isReady())
                    .findFirst());
    assertTrue(next.lastExit().contains("signal 9 (KILL) from outside"), next.lastExit());
    assertEquals(victim.restarts() + 1, next.restarts());
    assertEquals(victim.generation(), next.generation());
    program.awaitLine(
        "replaced at once",
        line -> line.contains("(pid " + victim.pid() + ")") && line.contains("next start at once"));
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
