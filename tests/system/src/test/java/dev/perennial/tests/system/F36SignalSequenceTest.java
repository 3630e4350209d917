package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// F36: two signals that end a program, one after the other. The second is always the end at once,
/// whatever the first one was, and the exit code is always the same.
class F36SignalSequenceTest {

  private static final Duration AT_ONCE = Form.atOnce(2);

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @CsvSource({
    "PROCESS, TERM, TERM",
    "PROCESS, TERM, INT",
    "PROCESS, INT, TERM",
    "SERVICE, TERM, TERM",
    "SERVICE, TERM, INT",
    "SERVICE, INT, TERM"
  })
  void the_second_signal_ends_it_at_once(Kind launcher, String first, String second)
      throws Exception {
    int workers = launcher == Kind.PROCESS ? 2 : 1;
    Program program =
        programs.startReady(programs.file().api(workers).set("launcher", launcher.name()));
    OneRequest.beginSlow(program, 30_000);
    program.signal(first);
    if (first.equals("TERM")) {
      // Equal signals that come close together are one to the kernel.
      program.awaitLine("stopping", line -> line.contains("stopping because of SIGTERM"));
    }
    program.signal(second);
    assertEquals(1, program.awaitExit(AT_ONCE), program::explanation);
    program.assertNothingLeft();
  }
}
