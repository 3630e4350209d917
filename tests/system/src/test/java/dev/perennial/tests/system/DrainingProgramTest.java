package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
    Program program = programs.startReady(programs.file().api(2));
    Duration watched = Duration.ofSeconds(Form.choose(2, 20));
    Duration idle = ProcFs.cpuOf(program.pid(), watched);
    CompletableFuture<RawAnswer> answer =
        OneRequest.beginSlow(program, (int) watched.toMillis() + 1500);
    program.signal("TERM");
    program.awaitEvents("api drain", 2);
    Duration draining = ProcFs.cpuOf(program.pid(), watched);
    assertFalse(answer.isDone(), "it drained for too short a time");
    Form.summary(
        "DrainingProgramTest supervisor's CPU in " + watched.toSeconds() + " s",
        "idle %d ms, draining %d ms".formatted(idle.toMillis(), draining.toMillis()));
    // A hundredth of a core, and a tick of the clock that the kernel counts in.
    Duration limit = watched.dividedBy(100).plusMillis(10);
    assertTrue(idle.compareTo(limit) <= 0, () -> "idle " + idle);
    assertTrue(draining.compareTo(limit.plusMillis(30)) <= 0, () -> "draining " + draining);
    assertEquals(200, answer.get(10, TimeUnit.SECONDS).status());
    assertEquals(0, program.awaitExit(Program.PATIENCE), program::explanation);
    program.assertNothingLeft();
  }

  @Test
  void a_worker_that_is_stopped_is_killed_at_the_deadline() throws Exception {
    Program program = programs.startReady(programs.file().api(2).gracefulTimeout(2));
    Program.signal(program.workers().iterator().next(), "STOP");
    long begin = System.nanoTime();
    program.signal("TERM");
    assertEquals(1, program.awaitExit(Duration.ofSeconds(4)), program::explanation);
    assertTrue(System.nanoTime() - begin > 1_900_000_000L, "before the deadline");
    program.assertNothingLeft();
  }

  @Test
  void a_second_term_ends_it_at_once_though_a_worker_is_stopped() throws Exception {
    Program program = programs.startReady(programs.file().api(2));
    Program.signal(program.workers().iterator().next(), "STOP");
    program.signal("TERM");
    program.awaitLine("stopping", line -> line.contains("stopping because of SIGTERM"));
    program.signal("TERM");
    assertEquals(1, program.awaitExit(Duration.ofSeconds(2)), program::explanation);
    program.assertNothingLeft();
  }

  @Test
  void term_to_a_worker_that_drains_does_not_move_the_deadline() throws Exception {
    Program program = programs.startReady(programs.file().api(1).gracefulTimeout(3));
    OneRequest.beginSlow(program, 60_000);
    long worker = program.workers().iterator().next();
    program.signal("TERM");
    program.awaitEvents("api drain", 1);
    for (int i = 0; i < 4; i++) {
      Thread.sleep(500);
      Program.signal(worker, "TERM");
    }
    assertEquals(1, program.awaitExit(Duration.ofSeconds(3)), program::explanation);
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
    assertEquals(0, program.awaitExit(Duration.ofSeconds(1)), program::explanation);
    program.assertNothingLeft();
  }
}
