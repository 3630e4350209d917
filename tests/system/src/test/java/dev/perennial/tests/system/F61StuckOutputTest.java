package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// F61: standard output and error are closed, or a pipe whose reader is gone, or one whose reader
/// does not read although far more is printed than the pipe holds. Nothing blocks, nothing dies.
/// What a log loses there is counted, as [LoggingTest] shows.
class F61StuckOutputTest {

  private static final String CLOSED = "trap '' HUP; exec \"$@\" >&- 2>&-";

  /// More than the largest pipe holds.
  private static final int PRINTED_MEGABYTES = 3;

  @RegisterExtension private final Programs programs = new Programs();

  /// What is wrong with the output.
  enum Output {
    CLOSED,
    READER_GONE,
    NOBODY_READS
  }

  @ParameterizedTest
  @CsvSource({
    "CLOSED, PROCESS",
    "READER_GONE, PROCESS",
    "NOBODY_READS, PROCESS",
    "NOBODY_READS, SERVICE"
  })
  void it_goes_on_as_if_nothing_were_wrong(Output output, Kind launcher) throws Exception {
    ProgramFile file = programs.file().api(1).set("launcher", launcher.name());
    Program program =
        switch (output) {
          case CLOSED -> programs.start(file.startedBy(CLOSED));
          case READER_GONE, NOBODY_READS -> programs.startIntoPipe(file);
        };
    if (output == Output.READER_GONE) {
      program.closePipe();
    }
    program.awaitReady();
    // By whoever answers requests, and by the supervisor, which logs each reload.
    OneRequest.text(program.tcp(), "/print?megabytes=" + PRINTED_MEGABYTES);
    Set<Long> before = program.workers();
    if (output == Output.CLOSED) {
      // It is a daemon nevertheless.
      program.reloadByHangup();
    } else {
      program.reload();
    }
    Set<Long> after = program.awaitSettled().pids();
    if (launcher == Kind.PROCESS) {
      assertNotEquals(before, after);
    }
    assertTrue(OneRequest.text(program.tcp(), "/value").startsWith("first"));
    program.signal("TERM");
    assertEquals(0, program.awaitExit(Form.atOnce(5)));
    program.assertNothingLeft();
  }
}
