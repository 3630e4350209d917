package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// F31: SIGHUP comes while the program starts. It never does any harm: the start script shields the
/// first moments of the JVM from it, and the launcher takes it over from there.
class F31HangupDuringStartTest {

  private static final int LATEST_MILLIS = 1000;
  private static final Duration STORM = Duration.ofMillis(1500);

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @EnumSource
  void hangup_at_any_moment_of_the_start_does_no_harm(ProgramOptions.Kind launcher)
      throws Exception {
    long seed = Form.seed();
    Random random = new Random(seed);
    int runs = Form.choose(launcher == ProgramOptions.Kind.PROCESS ? 8 : 4, 100);
    for (int i = 0; i < runs; i++) {
      Program program = startUntilJava(launcher);
      Thread.sleep(random.nextInt(LATEST_MILLIS));
      program.signal("HUP");
      assertServes(program);
    }
    Form.summary(
        "F31HangupDuringStartTest " + launcher + " runs=" + runs, "all serve, seed " + seed);
  }

  @ParameterizedTest
  @EnumSource
  void hangups_without_a_pause_during_the_whole_start_do_no_harm(ProgramOptions.Kind launcher)
      throws Exception {
    int runs = Form.choose(1, 20);
    for (int i = 0; i < runs; i++) {
      Program program = startUntilJava(launcher);
      // Some hundred: one shell for each keeps the kernel from getting millions, which the JVM
      // counts.
      long end = System.nanoTime() + STORM.toNanos();
      while (System.nanoTime() < end && program.isAlive()) {
        program.signal("HUP");
      }
      assertServes(program);
    }
    Form.summary(
        "F31HangupDuringStartTest " + launcher + " without a pause runs=" + runs, "all serve");
  }

  private Program startUntilJava(ProgramOptions.Kind launcher) throws IOException {
    return programs.startUntilJava(programs.file().api(1).set("launcher", launcher.name()));
  }

  private static void assertServes(Program program) throws Exception {
    program.awaitReady();
    assertTrue(OneRequest.text(program.tcp(), "/value").startsWith("first"));
    program.signal("INT");
    assertEquals(1, program.awaitExit(Form.atOnce(5)), program::explanation);
    program.assertNothingLeft();
  }
}
