package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/// How a program ends whose operator made a mistake: with one line and an exit code.
final class Refusal {

  /// The exit codes that the guide documents.
  static final int COULD_NOT_START = 1;

  static final int USAGE = 2;
  static final int CONFIGURATION = 78;

  private static final String INFORMATION = "\\S+ (FINE|INFO) .*|EVENT .*";

  private Refusal() {}

  /// Fails unless the program ends with the code, and all that it says beside information is one
  /// line with the text; anything may stand for `*`. It leaves nothing behind.
  static void assertRefused(Program program, int code, String text) throws Exception {
    assertEquals(code, program.awaitExit(Program.PATIENCE), program::explanation);
    assertOneLine(program, text);
    program.assertNothingLeft();
  }

  static void assertOneLine(Program program, String text) {
    List<String> said = complaints(program);
    assertEquals(1, said.size(), program::explanation);
    String pattern = ("\\Q" + text + "\\E").replace("*", "\\E.*\\Q");
    assertTrue(said.getFirst().matches(pattern), () -> said.getFirst() + "\nis not\n" + text);
  }

  /// What the program says beside information.
  static List<String> complaints(Program program) {
    return program.output().stream().filter(line -> !line.matches(INFORMATION)).toList();
  }
}
