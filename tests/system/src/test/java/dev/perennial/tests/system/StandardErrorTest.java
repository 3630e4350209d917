package dev.perennial.tests.system;

import static dev.perennial.tests.system.Refusal.COULD_NOT_START;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever starts a program sees a mistake in one plain line on standard error, wherever and in
/// whichever form the program logs. A log that goes elsewhere has it too.
class StandardErrorTest {

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @EnumSource
  void a_program_that_is_started_twice_and_has_no_configuration_of_its_log(Kind launcher)
      throws Exception {
    ProgramFile file = programs.file().api(1).set("launcher", launcher.name()).logsAsTheJdkDoes();
    Program first = programs.startReady(file);
    assertSaid(
        file,
        "the state directory "
            + file.stateDirectory()
            + " is in use by process "
            + first.pid()
            + "; stop that one, or set [launcher] state_dir to another one");
    first.stop();
  }

  @Test
  void an_address_in_use_and_no_configuration_of_the_log() throws Exception {
    try (ServerSocket holder = hold()) {
      ProgramFile file =
          programs.file().services("api 1 rolling 127.0.0.1:" + holder.getLocalPort());
      assertSaid(file.logsAsTheJdkDoes(), inUse(holder));
    }
  }

  @Test
  void a_worker_that_cannot_start_and_no_configuration_of_the_log() throws Exception {
    ProgramFile file = programs.file().api(1).set("worker_leaves_main", "true").logsAsTheJdkDoes();
    Program program = programs.start(withErrorsApart(file));
    assertEquals(COULD_NOT_START, program.awaitExit(Program.PATIENCE), program::explanation);
    assertEquals(
        1,
        Files.readAllLines(errors(file)).stream()
            .filter(line -> line.matches("api/0 \\(pid \\d+\\) cannot start: main ended .*"))
            .count());
  }

  @Test
  void a_log_file_has_the_line_too() throws Exception {
    ProgramFile file = logged();
    Path log = file.path("program.log");
    try (ServerSocket holder = hold()) {
      assertSaid(file.set("DEFAULT", "log_file", log.toString()), refusedBy(holder, file));
    }
    assertHasIt(Files.readAllLines(log));
  }

  @Test
  void a_log_on_standard_output_has_the_line_too() throws Exception {
    ProgramFile file = logged();
    try (ServerSocket holder = hold()) {
      assertHasIt(assertSaid(file, refusedBy(holder, file)).output());
    }
  }

  @Test
  void a_log_on_standard_error_does_not_repeat_it() throws Exception {
    ProgramFile file = logged().set("DEFAULT", "use_stderr", "true");
    try (ServerSocket holder = hold()) {
      assertSaid(file, refusedBy(holder, file));
    }
  }

  private ProgramFile logged() throws IOException {
    return programs
        .file()
        .main(LoggedProgram.class)
        .services("of the program itself")
        .logsAsTheJdkDoes();
  }

  // Gives the program an address that is in use once its log has been set up.
  private static String refusedBy(ServerSocket holder, ProgramFile file) {
    String address = "127.0.0.1:" + holder.getLocalPort();
    file.set("launcher", "admin_listen", address);
    return "[launcher] admin_listen = " + address + ": " + inUse(holder);
  }

  private static void assertHasIt(List<String> log) {
    assertEquals(
        1,
        log.stream()
            .filter(line -> line.contains(" ERROR dev.perennial.launcher [-] [laun"))
            .count(),
        log::toString);
  }

  private Program assertSaid(ProgramFile file, String line) throws Exception {
    Program program = programs.start(withErrorsApart(file));
    assertEquals(COULD_NOT_START, program.awaitExit(Program.PATIENCE), program::explanation);
    assertEquals(List.of(line), Files.readAllLines(errors(file)), program::explanation);
    return program;
  }

  // SIGINT as at a terminal: what a shell has started in the background says that it was ignored.
  private static ProgramFile withErrorsApart(ProgramFile file) {
    return file.startedBy("trap '' HUP; exec env --default-signal=INT \"$@\" 2>" + errors(file));
  }

  private static Path errors(ProgramFile file) {
    return file.path("errors");
  }

  private static ServerSocket hold() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static String inUse(ServerSocket holder) {
    return "cannot listen on 127.0.0.1:"
        + holder.getLocalPort()
        + ": address in use by process "
        + ProcessHandle.current().pid()
        + " (java); stop it or choose another port";
  }
}
