package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// In the foreground of a terminal SIGHUP means that the terminal goes away: a graceful end.
/// Without a terminal it means a reload, as all other tests show.
class TerminalTest {

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @EnumSource
  void hangup_in_the_foreground_of_a_terminal_is_a_graceful_end(Kind launcher) throws Exception {
    Program program = startInTerminal(launcher);
    Program.signal(program.status().masterPid(), "HUP");
    assertEquals(0, program.awaitExit(Program.PATIENCE), program::explanation);
    assertTrue(
        program.countLines("stopping because of SIGHUP from the terminal") > 0,
        program::explanation);
    assertEquals(0, program.countLines("INFO reloaded"));
    program.assertNothingLeft();
  }

  @ParameterizedTest
  @EnumSource
  void that_end_has_the_deadline_of_any_other(Kind launcher) throws Exception {
    Program program = startInTerminal(launcher, 2);
    OneRequest.beginSlow(program, 600_000);
    Program.signal(program.status().masterPid(), "HUP");
    assertEquals(1, program.awaitExit(Form.atOnce(4)), program::explanation);
    program.assertNothingLeft();
  }

  @ParameterizedTest
  @EnumSource
  void another_signal_is_heard_meanwhile(Kind launcher) throws Exception {
    Program program = startInTerminal(launcher, 600);
    OneRequest.beginSlow(program, 600_000);
    long master = program.status().masterPid();
    Program.signal(master, "HUP");
    program.awaitLine("stopping", line -> line.contains("stopping because of SIGHUP"));
    Program.signal(master, "TERM");
    assertEquals(1, program.awaitExit(Form.atOnce(2)), program::explanation);
    program.assertNothingLeft();
  }

  @ParameterizedTest
  @EnumSource
  void a_terminal_that_goes_away_ends_the_program(Kind launcher) throws Exception {
    Program program = startInTerminal(launcher);
    long master = program.status().masterPid();
    // The other side of the terminal is closed with it, and the kernel hangs up on the program.
    program.signal("KILL");
    Waiting.until("the end", Program.PATIENCE, () -> !ProcFs.isAlive(master));
    program.assertNothingLeft();
  }

  @ParameterizedTest
  @EnumSource
  void a_terminal_that_goes_away_is_noticed_while_the_program_waits_for_its_port(Kind launcher)
      throws Exception {
    try (ServerSocketChannel holder =
        ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
      int port = ((InetSocketAddress) holder.getLocalAddress()).getPort();
      ProgramFile file = programs.file().services("api 1 rolling 127.0.0.1:" + port);
      file.set("launcher", launcher.name()).set("launcher", "bind_retries", "1000");
      Program program = programs.startInTerminal(file);
      program.awaitLine("a failed attempt", line -> line.contains("WARNING cannot listen on"));
      program.signal("KILL");
      Waiting.until("the end", Program.PATIENCE, () -> program.processes().isEmpty());
    }
  }

  @Test
  void a_redirected_output_does_not_change_what_hangup_means() throws Exception {
    ProgramFile file = programs.file();
    Path elsewhere = file.path("elsewhere");
    file.api(1).startedBy("trap '' HUP; exec \"$@\" >'" + elsewhere + "' 2>&1");
    Program program = programs.startInTerminal(file).awaitReady();
    Program.signal(program.status().masterPid(), "HUP");
    assertEquals(0, program.awaitExit(Program.PATIENCE), program::explanation);
    assertTrue(
        Files.readString(elsewhere).contains("stopping because of SIGHUP from the terminal"));
    program.assertNothingLeft();
  }

  private Program startInTerminal(Kind launcher) throws Exception {
    return startInTerminal(launcher, 30);
  }

  private Program startInTerminal(Kind launcher, int gracefulTimeout) throws Exception {
    ProgramFile file = programs.file().api(1).set("launcher", launcher.name());
    return programs.startInTerminal(file.gracefulTimeout(gracefulTimeout)).awaitReady();
  }
}
