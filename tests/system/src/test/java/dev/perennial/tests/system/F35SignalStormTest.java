package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// F35: a thousand SIGHUPs at once are at most two reloads, and SIGTERM is heard all the same.
class F35SignalStormTest {

  private static final Duration BOUND = Form.atOnce(10);

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @EnumSource
  void a_thousand_hangups_and_a_term_are_few_reloads_and_a_clean_end(ProgramOptions.Kind launcher)
      throws Exception {
    for (int i = 0; i < Form.choose(1, 10); i++) {
      Program program = start(launcher);
      Gate gate = closeGate(program);
      Program.shell(storm(program) + "kill -TERM " + program.pid());
      awaitHandled(program);
      gate.open();
      long begin = System.nanoTime();
      assertEquals(0, program.awaitExit(BOUND), program::explanation);
      long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
      long reloads = reloads(program);
      Form.summary(
          "F35SignalStormTest " + launcher + " with TERM",
          reloads + " reloads finished, stopped in " + millis + " ms");
      assertTrue(reloads <= 2, program::explanation);
      program.assertNothingLeft();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_thousand_hangups_are_at_most_two_reloads(ProgramOptions.Kind launcher) throws Exception {
    Program program = start(launcher);
    int before = program.status().generation();
    Gate gate = closeGate(program);
    Program.shell(storm(program));
    awaitHandled(program);
    gate.open();
    // The last of them must have its effect: at least one reload.
    Waiting.until("a reload", Program.PATIENCE, () -> program.status().generation() > before);
    // One that is remembered begins as soon as the first is over, in the same turn of the loop.
    int after = program.awaitSettled().generation();
    Form.summary("F35SignalStormTest " + launcher, (after - before) + " reloads of 1000 SIGHUPs");
    assertTrue(after - before <= 2, program::explanation);
    program.stop();
    assertTrue(reloads(program) <= 2, program::explanation);
  }

  private Program start(ProgramOptions.Kind launcher) throws Exception {
    int workers = launcher == ProgramOptions.Kind.PROCESS ? 2 : 1;
    ProgramFile file = programs.file().api(workers).set("launcher", launcher.name());
    return programs.startReady(file.set("boot_gate", file.path("gate").toString()));
  }

  // No reload is over before the storm is: else each would be followed by another one.
  private static Gate closeGate(Program program) throws IOException {
    return Gate.close(program.file().path("gate"));
  }

  // A JVM is still busy with them when the kernel has delivered all. It hands on those with the
  // lowest number first, so there is no SIGHUP left when it does what SIGQUIT says.
  private static void awaitHandled(Program program) throws Exception {
    Program.shell("kill -QUIT " + program.pid());
    Waiting.until(
        "its stacks",
        Program.PATIENCE,
        () -> program.output().stream().anyMatch(line -> line.startsWith("Full thread dump")));
    Waiting.until(
        "all signals handled", Program.PATIENCE, () -> ProcFs.hasHandledSignals(program.pid()));
  }

  // Inside one shell, where kill is no process of its own: a thousand in some ten milliseconds.
  private static String storm(Program program) {
    return "i=0; while [ $i -lt 1000 ]; do kill -HUP " + program.pid() + "; i=$((i+1)); done; ";
  }

  private static long reloads(Program program) {
    return program.output().stream().filter(line -> line.contains("INFO reloaded")).count();
  }
}
