package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// F34: SIGHUP comes in the middle of a reload, some times over. It is exactly one reload more, and
/// what serves in the end has read the files as they were last.
class F34ReloadDuringReloadTest {

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @EnumSource
  void it_is_exactly_one_reload_more_with_the_latest_file(Kind launcher) throws Exception {
    int workers = launcher == Kind.PROCESS ? 2 : 1;
    ProgramFile file = programs.file().api(workers).set("launcher", launcher.name());
    Path place = file.path("gate");
    Program program = programs.startReady(file.set("boot_gate", place.toString()));
    // So that the first reload is not over before all signals have come.
    Gate gate = Gate.close(place);
    int before = program.status().generation();
    file.set("live", "value", "second").write();
    program.signal("HUP");
    program.awaitEvents("api start", workers + 1);
    for (int i = 1; i <= 5; i++) {
      file.set("live", "value", "third-" + i).write();
      program.signal("HUP");
      awaitSignals(program, 1 + i);
    }
    gate.open();
    Waiting.until("two reloads", Program.PATIENCE, () -> program.countLines("INFO reloaded") >= 2);
    // One that is remembered begins in the same turn of the loop in which the last one ends.
    assertEquals(before + 2, program.awaitSettled().generation(), program::explanation);
    for (int i = 0; i < 10; i++) {
      assertTrue(OneRequest.text(program.tcp(), "/value").startsWith("third-5 "));
    }
    program.stop();
    assertEquals(2, program.countLines("INFO reloaded"), program::explanation);
  }

  // One that is still on its way when the first reload ends may come in the second one.
  private static void awaitSignals(Program program, int count) throws InterruptedException {
    Waiting.until(
        count + " signals",
        Program.PATIENCE,
        () -> program.countLines("FINE SIGHUP came") == count);
  }
}
