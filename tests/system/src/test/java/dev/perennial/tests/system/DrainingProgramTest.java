package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a program must not do while it drains: burn processor time, wait for a worker that cannot
/// answer, let anybody move its deadline, or touch a service in the supervisor.
class DrainingProgramTest {

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void the_supervisor_has_nothing_to_do_idle_or_draining() throws Exception {
    Program program = programs.startReady(programs.file().api(2).gracefulTimeout(600));
    Duration watched = Duration.ofSeconds(Form.choose(1, 20));
    // A hundredth of a core, and some ticks of the clock that the kernel counts in.
    Duration limit = watched.dividedBy(100).plusMillis(20);
    Duration idle = ProcFs.cpuOf(program.pid(), watched, limit);
    CompletableFuture<RawAnswer> answer = OneRequest.beginSlow(program, 600_000);
    program.signal("TERM");
    program.awaitEvents("api drain", 2);
    Duration draining = ProcFs.cpuOf(program.pid(), watched, limit.plusMillis(30));
    assertFalse(answer.isDone(), "it drains no more");
    Form.summary(
        "DrainingProgramTest supervisor's CPU in " + watched.toSeconds() + " s",
        "idle %d ms, draining %d ms".formatted(idle.toMillis(), draining.toMillis()));
    assertTrue(idle.compareTo(limit) <= 0, () -> "idle " + idle);
    assertTrue(draining.compareTo(limit.plusMillis(30)) <= 0, () -> "draining " + draining);
    program.signal("INT");
    assertEquals(1, program.awaitExit(Program.PATIENCE), program::explanation);
    program.assertNothingLeft();
  }

  @Test
  void a_worker_that_is_stopped_is_killed_two_seconds_after_the_deadline() throws Exception {
    Program program = programs.startReady(programs.file().api(2).gracefulTimeout(2));
    long worker = program.workers().iterator().next();
    Program.freeze(worker);
    long begin = System.nanoTime();
    program.signal("TERM");
    assertEquals(1, program.awaitExit(Form.atOnce(6)), program::explanation);
    assertTrue(System.nanoTime() - begin > 3_900_000_000L, "before the deadline and the grace");
    String line = program.awaitLine("why", l -> l.contains("graceful_shutdown_timeout has passed"));
    assertTrue(line.contains("WARNING") && line.contains("cut off: [api"), line);
    assertTrue(line.contains("(pid " + worker + ")"), line);
    program.awaitLine(
        "its end",
        l -> l.contains("(pid " + worker + ") has left: cut off: ") && l.contains("signal 9"));
    program.assertNothingLeft();
  }

  @Test
  void a_service_whose_drain_hangs_is_stopped_at_the_deadline() throws Exception {
    Program program =
        programs.startReady(
            programs
                .file()
                .services("clock 1 rolling")
                .set("fail_drain", "hangs")
                .gracefulTimeout(1));
    program.signal("TERM");
    assertEquals(1, program.awaitExit(Program.PATIENCE), program::explanation);
    program.awaitEvents("clock stop", 1);
    program.awaitLine(
        "its end", line -> line.contains(" has left: cut off: ") && line.contains("(exit 4)"));
    program.assertNothingLeft();
  }

  @Test
  void a_service_whose_drain_fails_is_stopped_and_the_program_ends_with_1() throws Exception {
    Program program =
        programs.startReady(
            programs
                .file()
                .services("clock 1 rolling", "other 1 rolling")
                .set("fail_drain", "exception"));
    program.signal("TERM");
    assertEquals(1, program.awaitExit(Program.PATIENCE), program::explanation);
    program.awaitEvents("clock stop", 1);
    program.awaitEvents("other stop", 1);
    program.awaitLine(
        "its end",
        line ->
            line.contains(" has left: ")
                && line.contains("asked for a failing drain")
                && line.contains("(exit 1)"));
    program.assertNothingLeft();
  }

  @Test
  void a_worker_that_is_killed_while_it_drains_makes_the_exit_code_1() throws Exception {
    Program program = programs.startReady(programs.file().api(1).gracefulTimeout(600));
    OneRequest.beginSlow(program, 600_000);
    long worker = program.workers().iterator().next();
    program.signal("TERM");
    program.awaitEvents("api drain", 1);
    Program.signal(worker, "KILL");
    assertEquals(1, program.awaitExit(Program.PATIENCE), program::explanation);
    program.awaitLine("why", line -> line.contains("has left: signal 9 (KILL) from outside"));
    program.assertNothingLeft();
  }

  @Test
  void a_second_term_ends_it_at_once_though_a_worker_is_stopped() throws Exception {
    Program program = programs.startReady(programs.file().api(2));
    Program.freeze(program.workers().iterator().next());
    program.signal("TERM");
    program.awaitLine("stopping", line -> line.contains("stopping because of SIGTERM"));
    program.signal("TERM");
    assertEquals(1, program.awaitExit(Form.atOnce(2)), program::explanation);
    program.assertNothingLeft();
  }

  @Test
  void term_to_a_worker_that_drains_does_not_move_the_deadline() throws Exception {
    Program program = programs.startReady(programs.file().api(1).gracefulTimeout(2));
    OneRequest.beginSlow(program, 60_000);
    long worker = program.workers().iterator().next();
    program.signal("TERM");
    program.awaitEvents("api drain", 1);
    // If one of them moved it, it would never come.
    Waiting.until(
        "the end",
        Form.atOnce(4),
        () -> {
          Program.signal(worker, "TERM");
          return !program.isAlive();
        });
    assertEquals(1, program.awaitExit(Program.PATIENCE), program::explanation);
    program.assertNothingLeft();
  }

  @Test
  void the_supervisor_touches_no_service() throws Exception {
    Program program = programs.startReady(programs.file().api(2));
    program.reload();
    program.awaitSettled();
    program.stop();
    assertEquals(4, program.events("api start").size());
    for (String what : new String[] {"start", "started", "drain", "drained", "stop", "reset"}) {
      assertFalse(
          program.events("api " + what).contains("api " + what + " " + program.pid()),
          program::explanation);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_program_without_sockets_hears_signals_at_once(Kind launcher) throws Exception {
    Program program =
        programs.startReady(
            programs.file().services("clock 1 rolling").set("launcher", launcher.name()));
    program.signal("TERM");
    assertEquals(0, program.awaitExit(Form.atOnce(1)), program::explanation);
    program.assertNothingLeft();
  }
}
