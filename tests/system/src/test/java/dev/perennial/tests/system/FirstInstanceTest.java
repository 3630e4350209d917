package dev.perennial.tests.system;

import static dev.perennial.tests.system.Refusal.COULD_NOT_START;
import static dev.perennial.tests.system.Refusal.assertOneLine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A program that is started beside one that runs, with something of the first one's: it is refused
/// in one line, and the first one does not notice. (F46, F47, F48)
class FirstInstanceTest {

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @EnumSource
  void what_a_running_program_has_stays_its_own(Kind launcher) throws Exception {
    ProgramFile file = programs.file().set("launcher", launcher.name()).api(1);
    Program first = programs.startReady(file);
    Set<Long> pids = first.workers();
    List<String> sockets = first.socketFiles();

    refuse(
        programs.start(file),
        "the state directory "
            + file.stateDirectory()
            + " is in use by process "
            + first.pid()
            + "; stop that one, or set [launcher] state_dir to another one");
    String port =
        first.status().listeners().stream()
            .filter(at -> !at.startsWith("unix:"))
            .findFirst()
            .orElseThrow();
    refuse(
        other(launcher, port),
        "cannot listen on "
            + port
            + ": address in use by process "
            + first.pid()
            + " (java); stop it or choose another port");
    Path socket = file.path("api.sock");
    refuse(
        other(launcher, "unix:" + socket),
        "cannot listen on unix:"
            + socket
            + ": another program listens there; stop it or choose another path");

    assertTrue(OneRequest.text(first.tcp(), "/value").startsWith("first"));
    assertEquals(pids, first.workers());
    assertEquals(1, first.status().generation());
    assertEquals(sockets, first.socketFiles());
    first.stop();
  }

  @ParameterizedTest
  @EnumSource
  void a_socket_of_a_program_that_is_gone_is_taken_over_with_a_line_in_the_log(Kind launcher)
      throws Exception {
    ProgramFile file = programs.file().set("launcher", launcher.name());
    Path stale = file.path("stale.sock");
    leaveStale(stale);
    Program program = programs.startReady(file.services("api 1 rolling unix:" + stale));
    assertEquals(
        1,
        program.countLines("takes over " + stale + ": the program that listened there is gone"),
        program::explanation);
    assertTrue(OneRequest.text(program.targets().getFirst(), "/value").startsWith("first"));
    program.stop();
  }

  private static void leaveStale(Path path) throws IOException {
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(path));
    }
  }

  private Program other(Kind launcher, String address) throws Exception {
    return programs.start(
        programs.file().set("launcher", launcher.name()).services("api 1 rolling " + address));
  }

  private static void refuse(Program program, String line) throws Exception {
    assertEquals(COULD_NOT_START, program.awaitExit(Program.PATIENCE), program::explanation);
    assertOneLine(program, line);
  }
}
