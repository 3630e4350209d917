package dev.perennial.tests.system;

import static dev.perennial.tests.system.Refusal.CONFIGURATION;
import static dev.perennial.tests.system.Refusal.COULD_NOT_START;
import static dev.perennial.tests.system.Refusal.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A `main` that does not come to await(), in the program itself and in its workers alone.
class MainMistakesTest {

  private static final String THROWN =
      "main threw java.lang.IllegalStateException: the configuration asked for it, at"
          + " dev.perennial.tests.system.TestProgram.main(TestProgram.java:*)";

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @EnumSource
  void a_main_that_returns_early(Kind launcher) throws Exception {
    assertRefused(
        start(launcher, "returns", "everywhere"),
        COULD_NOT_START,
        "main ended before it called await(): no service was started");
  }

  @ParameterizedTest
  @EnumSource
  void a_main_that_throws(Kind launcher) throws Exception {
    assertRefused(start(launcher, "throws", "everywhere"), COULD_NOT_START, THROWN);
  }

  @Test
  void a_main_that_throws_what_is_wrong_with_the_configuration_before_it_has_a_launcher()
      throws Exception {
    assertRefused(
        programs.start(
            programs
                .file()
                .api(1)
                .set("ssl", "cert_file", "/none/tls.crt")
                .set("main", "reads_certificates_before_it_has_a_launcher")),
        CONFIGURATION,
        "*: [ssl] TLS needs both cert_file and key_file*");
  }

  @Test
  void a_main_that_returns_early_in_a_worker() throws Exception {
    assertRefused(
        programs.start(programs.file().api(1).set("worker_leaves_main", "true")),
        COULD_NOT_START,
        "api/0 (pid *) cannot start: main ended before it called await() (exit 0)");
  }

  @Test
  void a_main_that_throws_in_a_worker() throws Exception {
    assertRefused(
        start(Kind.PROCESS, "throws", "worker"),
        COULD_NOT_START,
        "api/0 (pid *) cannot start: " + THROWN + " (exit 1)");
  }

  /// Nothing of ours runs that early, so the JVM speaks for itself, and the program points at it.
  @ParameterizedTest
  @CsvSource({
    "'-cp, /none', Could not find or load main class",
    "-XX:+NoSuchOption, Unrecognized VM option",
  })
  void a_worker_that_does_not_come_to_its_main(String options, String word) throws Exception {
    Program program =
        programs.start(programs.file().api(1).set("launcher", "worker_java_options", options));
    assertSpeaksForItself(program, word);
    assertNoTrace(program);
  }

  @Test
  void a_main_class_of_workers_that_they_do_not_find() throws Exception {
    Program program = programs.start(programs.file().api(1).set("worker_main_missing", "true"));
    assertSpeaksForItself(program, "Could not find or load main class");
    assertNoTrace(program);
  }

  private static void assertNoTrace(Program program) {
    assertEquals(0, program.countLines("\tat "), program::explanation);
  }

  /// A fault of the program, of which the JVM tells before anything of ours is asked: where it is,
  /// is what its author needs.
  @ParameterizedTest
  @EnumSource
  void a_main_that_throws_before_it_has_a_launcher(Kind launcher) throws Exception {
    Program program = start(launcher, "throws_before_it_has_a_launcher", "everywhere");
    assertEquals(COULD_NOT_START, program.awaitExit(Program.PATIENCE), program::explanation);
    List<String> said = Refusal.complaints(program);
    assertEquals(
        "Exception in thread \"main\" java.lang.IllegalStateException: the configuration asked for"
            + " it",
        said.getFirst());
    assertTrue(
        said.stream().skip(1).allMatch(line -> line.startsWith("\tat ")), program::explanation);
    assertTrue(
        said.getLast().startsWith("\tat dev.perennial.tests.system.TestProgram.main("),
        program::explanation);
    program.assertNothingLeft();
  }

  @Test
  void a_main_that_throws_in_a_worker_before_it_has_a_launcher() throws Exception {
    assertSpeaksForItself(
        start(Kind.PROCESS, "throws_before_it_has_a_launcher", "worker"),
        "java.lang.IllegalStateException: the configuration asked for it");
  }

  private static void assertSpeaksForItself(Program program, String word) throws Exception {
    assertEquals(COULD_NOT_START, program.awaitExit(Program.PATIENCE), program::explanation);
    List<String> said = Refusal.complaints(program);
    assertTrue(said.getFirst().contains(word), program::explanation);
    assertTrue(
        said.getLast()
            .matches(
                "api/0 \\(pid \\d+\\) cannot start: exit 1 before main had made a launcher; what it"
                    + " wrote itself says why"),
        program::explanation);
    program.assertNothingLeft();
  }

  private Program start(Kind launcher, String fault, String place) throws Exception {
    return programs.start(
        programs
            .file()
            .api(1)
            .set("launcher", launcher.name())
            .set("main", fault)
            .set("main_fails_in", place));
  }
}
