package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// F32: SIGHUP comes while the program stops. It changes nothing, neither what happens nor how long
/// it takes.
class F32HangupDuringStopTest {

  private static final int REQUEST_MILLIS = 1500;

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @EnumSource
  void hangups_change_nothing_while_a_request_is_finished(Kind launcher) throws Exception {
    Program program = programs.startReady(programs.file().api(1).set("launcher", launcher.name()));
    long begin = System.nanoTime();
    CompletableFuture<RawAnswer> answer = OneRequest.beginSlow(program, REQUEST_MILLIS);
    program.signal("TERM");
    program.awaitEvents("api drain", 1);
    while (!answer.isDone()) {
      program.signal("HUP");
    }
    assertEquals(200, answer.get(1, TimeUnit.SECONDS).status());
    assertEquals(0, program.awaitExit(Form.atOnce(3)), program::explanation);
    long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
    Form.summary(
        "F32HangupDuringStopTest " + launcher,
        "request of " + REQUEST_MILLIS + " ms, end after " + millis + " ms");
    assertTrue(millis >= REQUEST_MILLIS, millis + " ms");
    assertEquals(1, program.events("api start").size(), program::explanation);
    assertEquals(0, program.countLines("INFO reloaded"), program::explanation);
    program.assertNothingLeft();
  }
}
