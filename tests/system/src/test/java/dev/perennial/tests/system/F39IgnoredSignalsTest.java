package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.perennial.tests.system.ProgramOptions.Kind;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// F39: SIGHUP, SIGINT and SIGTERM are ignored when the program is started, as under `nohup` or by
/// a careless script. They work all the same, in the program and in its workers, and the log says
/// that they had been ignored.
class F39IgnoredSignalsTest {

  private static final int SIGHUP = 1;
  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @CsvSource({"PROCESS, TERM, 0", "PROCESS, INT, 1", "SERVICE, TERM, 0", "SERVICE, INT, 1"})
  void signals_that_were_ignored_at_the_start_are_obeyed(Kind launcher, String last, int code)
      throws Exception {
    Program program =
        programs.startReady(
            programs
                .file()
                .api(1)
                .set("launcher", launcher.name())
                .startedBy("trap '' HUP INT TERM; exec \"$@\""));
    for (String signal : new String[] {"TERM", "INT", "HUP"}) {
      assertEquals(1, program.countLines("SIG" + signal + " was ignored at start"));
    }
    for (long process : program.processes()) {
      assertFalse(ProcFs.ignores(process, SIGINT), "SIGINT in " + process);
      assertFalse(ProcFs.ignores(process, SIGTERM), "SIGTERM in " + process);
    }
    // A worker ignores it always.
    assertFalse(ProcFs.ignores(program.pid(), SIGHUP));
    program.reloadByHangup();
    program.signal(last);
    assertEquals(code, program.awaitExit(Form.atOnce(5)), program::explanation);
    program.assertNothingLeft();
  }
}
