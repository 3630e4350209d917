package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// F30: SIGTERM comes while the program starts. It ends and leaves nothing. In the first moments,
/// before the JVM can handle it, the signal itself is its end: 143 instead of 0, or the JVM gives
/// up with 1. Once a service starts it is always 0.
class F30TermDuringStartTest {

  private static final int LATEST_MILLIS = 1000;

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @EnumSource
  void term_at_any_moment_of_the_start_ends_it_and_leaves_nothing(ProgramOptions.Kind launcher)
      throws Exception {
    long seed = Form.seed();
    Random random = new Random(seed);
    int runs = Form.choose(launcher == ProgramOptions.Kind.PROCESS ? 12 : 6, 100);
    Map<Integer, Integer> codes = new TreeMap<>();
    long longest = 0;
    for (int i = 0; i < runs; i++) {
      Program program = startUntilJava(launcher);
      int delay = random.nextInt(LATEST_MILLIS);
      Thread.sleep(delay);
      long begin = System.nanoTime();
      program.signal("TERM");
      int code = program.awaitExit(Form.atOnce(5));
      longest = Math.max(longest, Duration.ofNanos(System.nanoTime() - begin).toMillis());
      assertTrue(
          code == 0 || isTooEarly(code, program),
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
        "F30TermDuringStartTest " + launcher + " runs=" + runs,
        "exit codes " + codes + ", longest " + longest + " ms, seed " + seed);
  }

  private static boolean isTooEarly(int code, Program program) {
    return program.events("api start").isEmpty()
        && (code == 143 || (code == 1 && isWithinJvm(program)));
  }

  // TERM between two phases of the JVM's own initialisation: it shuts down, and the next phase
  // finds the level of initialisation too high already and gives up. No code of ours runs yet.
  private static boolean isWithinJvm(Program program) {
    return program.explanation().contains("Error occurred during initialization of VM");
  }

  private Program startUntilJava(ProgramOptions.Kind launcher) throws IOException {
    return programs.startUntilJava(programs.file().api(1).set("launcher", launcher.name()));
  }
}
