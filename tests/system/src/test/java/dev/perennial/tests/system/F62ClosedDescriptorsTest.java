package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// F62: a standard descriptor is closed when the program is started. Its number does not go to a
/// socket, into which whatever is printed would be written.
class F62ClosedDescriptorsTest {

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @CsvSource({"'<&- >&- 2>&-', PROCESS", "'<&- >&- 2>&-', SERVICE", "'2>&-', SERVICE"})
  void its_number_is_not_given_to_a_socket(String closing, Kind launcher) throws Exception {
    Program program =
        programs.startReady(
            programs
                .file()
                .api(1)
                .set("launcher", launcher.name())
                .startedBy("trap '' HUP; exec \"$@\" " + closing));
    for (int i = 0; i < 20; i++) {
      // An answer of this shape has nothing else in it.
      assertEquals(
          "first first " + program.workers().iterator().next(),
          OneRequest.text(program.tcp(), "/value"));
    }
    program.reload();
    program.awaitSettled();
    assertNoSocket(program.pid(), 0);
    for (long process : program.processes()) {
      assertNoSocket(process, 1);
    }
    program.stop();
  }

  // In a worker 0 is the listening socket, on purpose.
  private static void assertNoSocket(long pid, int from) {
    Map<Integer, String> open = ProcFs.descriptors(pid);
    for (int number = from; number < 3; number++) {
      String target = open.getOrDefault(number, "nothing");
      assertTrue(open.containsKey(number), number + " is free in " + open);
      assertFalse(target.startsWith("socket:"), number + " in " + open);
    }
  }
}
