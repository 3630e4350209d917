package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// F30 and F31: a signal comes while the program starts. SIGTERM ends it and leaves nothing;
/// SIGHUP, from which the start script shields the first moments of the JVM, never does any harm.
class F30EarlySignalTest {

  private static final int LATEST_MILLIS = 1000;
  private static final Duration STORM = Duration.ofMillis(1500);

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @EnumSource
  void term_at_any_moment_of_the_start_ends_it_and_leaves_nothing(ProgramOptions.Kind launcher)
      throws Exception {
    long seed = Form.seed();
    Random random = new Random(seed);
    int runs = Form.choose(launcher == ProgramOptions.Kind.PROCESS ? 20 : 10, 100);
    Map<Integer, Integer> codes = new TreeMap<>();
    long longest = 0;
    for (int i = 0; i < runs; i++) {
      Program program = startUntilJava(launcher);
      int delay = random.nextInt(LATEST_MILLIS);
      Thread.sleep(delay);
      long begin = System.nanoTime();
      program.signal("TERM");
      int code = program.awaitExit(Duration.ofSeconds(5));
      longest = Math.max(longest, Duration.ofNanos(System.nanoTime() - begin).toMillis());
      assertTrue(
          code == 0 || code == 143,
          () ->
              "exit "
                  + code
                  + ", TERM after "
                  + delay
                  + " ms, seed "
                  + seed
                  + program.explanation());
      codes.merge(code, 1, Integer::sum);
      program.assertNothingLeft();
    }
    Form.summary(
        "F30EarlySignalTest " + launcher + " TERM runs=" + runs,
        "exit codes " + codes + ", longest " + longest + " ms, seed " + seed);
  }

  @ParameterizedTest
  @EnumSource
  void hangup_at_any_moment_of_the_start_does_no_harm(ProgramOptions.Kind launcher)
      throws Exception {
    long seed = Form.seed();
    Random random = new Random(seed);
    int runs = Form.choose(launcher == ProgramOptions.Kind.PROCESS ? 20 : 10, 100);
    for (int i = 0; i < runs; i++) {
      Program program = startUntilJava(launcher);
      Thread.sleep(random.nextInt(LATEST_MILLIS));
      program.signal("HUP");
      assertServes(program);
    }
    Form.summary("F31EarlySignalTest " + launcher + " HUP runs=" + runs, "all serve, seed " + seed);
  }

  @ParameterizedTest
  @EnumSource
  void hangups_without_a_pause_during_the_whole_start_do_no_harm(ProgramOptions.Kind launcher)
      throws Exception {
    int runs = Form.choose(2, 20);
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
        "F31EarlySignalTest " + launcher + " HUP without a pause runs=" + runs, "all serve");
  }

  private Program startUntilJava(ProgramOptions.Kind launcher)
      throws IOException, InterruptedException {
    Program program = programs.start(programs.file().api(1).set("launcher", launcher.name()));
    // Before that it is a shell that has not come to its trap yet.
    while (!ProcFs.runsJava(program.pid()) && program.isAlive()) {
      Thread.onSpinWait();
    }
    return program;
  }

  private static void assertServes(Program program) throws Exception {
    program.awaitReady();
    assertTrue(OneRequest.text(program.tcp(), "/value").startsWith("first"));
    program.signal("INT");
    assertEquals(1, program.awaitExit(Duration.ofSeconds(5)), program::explanation);
    program.assertNothingLeft();
  }
}
