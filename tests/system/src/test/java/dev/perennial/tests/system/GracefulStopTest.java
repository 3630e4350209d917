package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How a program ends: SIGTERM lets requests finish within `graceful_shutdown_timeout`, SIGINT does
/// not.
class GracefulStopTest {

  private static final Duration AT_ONCE = Form.atOnce(2);

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @EnumSource
  void requests_in_progress_finish_and_new_connections_are_refused(Kind launcher) throws Exception {
    for (int i = 0; i < Form.choose(1, 20); i++) {
      Program program = programs.startReady(file(launcher));
      LoadProfile profile =
          LoadProfile.on(
                  program.targets(),
                  LoadProfile.Group.keepingAlive(4, 20),
                  LoadProfile.Group.keepingAlive(4, 1500),
                  LoadProfile.Group.oneShot(4, 20))
              .withSlow(30, 800);
      try (Load load = Load.start(profile)) {
        load.awaitMore(200);
        program.signal("TERM");
        assertEquals(0, program.awaitExit(Program.PATIENCE), program::explanation);
        // Among as many more there is one that has begun after the end.
        load.awaitMore(profile.clients() + 1);
        LoadReport report = load.stop();
        Form.summary("GracefulStopTest " + launcher + " under load", report.toString());
        assertEquals(report.count(Outcome.REFUSED), report.lost(), report::explanation);
        assertTrue(report.count(Outcome.REFUSED) > 0, report::explanation);
      }
      program.assertNothingLeft();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_request_that_takes_too_long_is_cut_off_at_the_deadline(Kind launcher) throws Exception {
    Program program = programs.startReady(file(launcher).gracefulTimeout(2));
    // One that hears no interrupt either, so that its service cannot be gone before the launcher
    // has said why it ends it.
    CompletableFuture<RawAnswer> answer = OneRequest.begin(program, "/compute");
    long begin = System.nanoTime();
    program.signal("TERM");
    // A worker has two seconds to end after the deadline.
    assertEquals(1, program.awaitExit(Form.atOnce(5)), program::explanation);
    long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
    assertTrue(millis >= 1900, () -> "cut off after " + millis + " ms already");
    assertCutOff(answer);
    Form.summary("GracefulStopTest " + launcher + " bound of 2 s", "gone after " + millis + " ms");
    assertEquals(
        1, program.countLines("graceful_shutdown_timeout has passed"), program::explanation);
    program.assertNothingLeft();
  }

  // A worker may be gone before it has said so.
  private static void assertCutOff(CompletableFuture<RawAnswer> answer) throws Exception {
    try {
      assertEquals(503, answer.get(Program.PATIENCE.toSeconds(), TimeUnit.SECONDS).status());
    } catch (ExecutionException gone) {
      assertInstanceOf(IOException.class, gone.getCause());
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_request_that_waits_too_long_is_cut_off_and_not_reset(Kind launcher) throws Exception {
    Program program = programs.startReady(file(launcher).gracefulTimeout(2));
    CompletableFuture<RawAnswer> answer = OneRequest.beginSlow(program, 600_000);
    program.signal("TERM");
    assertEquals(503, answer.get(Program.PATIENCE.toSeconds(), TimeUnit.SECONDS).status());
    assertEquals(1, program.awaitExit(Program.PATIENCE), program::explanation);
    if (launcher == Kind.PROCESS) {
      program.awaitLine("who was cut off", line -> line.contains(" has left: cut off: "));
      assertEquals(0, program.countLines("(KILL)"), program::explanation);
    }
    program.assertNothingLeft();
  }

  @Test
  void a_request_that_is_too_long_for_a_reload_is_cut_off_and_not_reset() throws Exception {
    Program program = programs.startReady(file(Kind.PROCESS).gracefulTimeout(2));
    CompletableFuture<RawAnswer> answer = OneRequest.beginSlow(program, 600_000);
    program.reload();
    assertEquals(503, answer.get(Program.PATIENCE.toSeconds(), TimeUnit.SECONDS).status());
    program.awaitLine("who was cut off", line -> line.contains(" has left: cut off: "));
    assertEquals(0, program.countLines("(KILL)"), program::explanation);
    program.stop();
  }

  @ParameterizedTest
  @EnumSource
  void without_a_bound_a_long_request_finishes(Kind launcher) throws Exception {
    Program program = programs.startReady(file(launcher).gracefulTimeout(0));
    CompletableFuture<RawAnswer> answer = OneRequest.beginSlow(program, 1500);
    program.signal("TERM");
    assertEquals(200, answer.get(Program.PATIENCE.toSeconds(), TimeUnit.SECONDS).status());
    assertEquals(0, program.awaitExit(Program.PATIENCE), program::explanation);
    program.assertNothingLeft();
  }

  @ParameterizedTest
  @EnumSource
  void an_interrupt_ends_it_at_once(Kind launcher) throws Exception {
    Program program = programs.startReady(file(launcher));
    OneRequest.beginSlow(program, 30_000);
    program.signal("INT");
    assertEquals(1, program.awaitExit(AT_ONCE), program::explanation);
    program.assertNothingLeft();
  }

  @ParameterizedTest
  @EnumSource
  void the_listeners_refuse_while_a_request_is_still_being_finished(Kind launcher)
      throws Exception {
    Program program = programs.startReady(file(launcher).gracefulTimeout(600));
    List<Target> targets = program.targets();
    CompletableFuture<RawAnswer> answer = OneRequest.beginSlow(program, 600_000);
    program.signal("TERM");
    for (Target target : targets) {
      Waiting.until("refused", Program.PATIENCE, () -> isRefused(target));
    }
    assertTrue(!answer.isDone(), "refused only after the last request had ended");
    program.signal("INT");
    assertEquals(1, program.awaitExit(Program.PATIENCE), program::explanation);
    program.assertNothingLeft();
  }

  @ParameterizedTest
  @EnumSource
  void services_start_in_order_and_stop_in_reverse(Kind launcher) throws Exception {
    ProgramFile file =
        programs
            .file()
            .set("launcher", launcher.name())
            .services("one 1 rolling 127.0.0.1:0", "two 1 rolling", "three 1 rolling 127.0.0.1:0");
    Program program = programs.startReady(file);
    program.stop();
    assertEquals(
        List.of(
            "one started", "two started", "three started", "three stop", "two stop", "one stop"),
        program.output().stream()
            .filter(line -> line.startsWith("EVENT") && line.matches(".* (started|stop) .*"))
            .map(line -> line.split(" ")[1] + " " + line.split(" ")[2])
            .distinct()
            .toList());
  }

  private ProgramFile file(Kind launcher) throws IOException {
    return programs
        .file()
        .api(launcher == Kind.PROCESS ? 2 : 1)
        .set("launcher", launcher.name())
        .gracefulTimeout(20);
  }

  private static boolean isRefused(Target target) {
    try {
      OneRequest.get(target, "/value");
      return false;
    } catch (IOException refused) {
      return true;
    }
  }
}
