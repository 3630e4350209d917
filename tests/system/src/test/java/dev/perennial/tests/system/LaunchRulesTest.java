package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a launcher refuses, and how it says so.
class LaunchRulesTest {

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void fewer_than_one_worker_is_refused(int workers) throws Exception {
    assertRefused(programs.file().api(workers), "workers must be at least 1, not " + workers);
  }

  @Test
  void several_workers_in_one_process_are_refused() throws Exception {
    assertRefused(
        programs.file().api(2).set("launcher", "service"),
        "workers must be 1, not 2; use a ProcessLauncher");
  }

  @Test
  void a_second_launcher_in_one_process_is_refused() throws Exception {
    assertRefused(
        programs.file().api(1).set("second_launcher", "true"),
        "there is a launcher in this process already");
  }

  @ParameterizedTest
  @EnumSource
  void a_port_in_use_is_one_clear_line(Kind launcher) throws Exception {
    try (ServerSocketChannel other = ServerSocketChannel.open()) {
      other.bind(new InetSocketAddress("127.0.0.1", 0));
      int port = ((InetSocketAddress) other.getLocalAddress()).getPort();
      Program program = refused(file(launcher).services("api 1 rolling 127.0.0.1:" + port));
      Refusal.assertOneLine(program, "*127.0.0.1:" + port + ":*");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_socket_file_that_somebody_listens_on_is_one_clear_line_and_stays(Kind launcher)
      throws Exception {
    ProgramFile file = file(launcher);
    Path path = file.path("other.sock");
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(path));
      Program program = programs.start(file.services("api 1 rolling unix:" + path));
      assertEquals(1, program.awaitExit(Program.PATIENCE), program::explanation);
      Refusal.assertOneLine(program, "*unix:" + path + ":*");
      assertEquals(List.of("other.sock"), program.socketFiles());
    }
  }

  @Test
  void a_second_start_of_a_running_program_is_refused_and_harms_nothing() throws Exception {
    ProgramFile file = programs.file().api(1);
    Program first = programs.startReady(file);
    Program second = programs.start(file);
    assertEquals(1, second.awaitExit(Program.PATIENCE), second::explanation);
    Refusal.assertOneLine(
        second, "*" + file.stateDirectory() + " is in use by process " + first.pid() + ";*");
    assertTrue(OneRequest.text(first.tcp(), "/value").startsWith("first"));
    assertEquals("running", first.status().state());
    first.stop();
  }

  private ProgramFile file(Kind launcher) throws Exception {
    return programs.file().set("launcher", launcher.name());
  }

  private void assertRefused(ProgramFile file, String why) throws Exception {
    Program program = refused(file);
    assertTrue(program.countLines(why) > 0, program::explanation);
  }

  private Program refused(ProgramFile file) throws Exception {
    Program program = programs.start(file);
    assertEquals(1, program.awaitExit(Program.PATIENCE), program::explanation);
    program.assertNothingLeft();
    return program;
  }
}
