package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Talking to a worker: in a terminal, and in Java.
class ConsoleTest {

  private static final String TAB = "\t";
  // As a terminal sends it to a program that has asked for keys of an application.
  private static final String UP = "\u001bOA";
  private static final String PROMPT = ">>> ";

  @RegisterExtension private final Programs programs = new Programs();

  private Program start(ProgramFile file, String option, String value) throws Exception {
    return programs.startReady(
        file.services("api 1 rolling 127.0.0.1:0").set("DEFAULT", option, value));
  }

  private Program startWithSocket(String jshell) throws Exception {
    ProgramFile file =
        programs
            .file()
            .set("backdoor", "jshell", jshell)
            .set("backdoor", "jshell_time_limit", "12");
    return start(file, "backdoor_socket", file.path("backdoor").toString());
  }

  private static String pipe(Program program, String lines) throws IOException {
    return BackdoorClient.pipe(program.file().path("backdoor"), lines);
  }

  @Test
  void a_console_in_a_terminal_completes_remembers_and_leaves_the_worker_alone() throws Exception {
    Program program = startWithSocket("false");
    Set<Long> workers = program.workers();
    Path state = program.file().path("xdg");
    try (Terminal terminal = console(program, state)) {
      terminal.await(PROMPT);
      // He is no command: what runs is what Tab has made of it.
      terminal.typeUntil("he" + TAB + "\r", "prof(), prof(wall=True)", PROMPT);
      terminal.typeUntil("jshell\r", "the Java console is off", PROMPT);
      terminal.type("exit\r");
      assertEquals(0, terminal.awaitExit(), terminal::screen);
    }
    Path history = state.resolve("perennial/console-history");
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(history)));
    try (Terminal terminal = console(program, state)) {
      terminal.await(PROMPT);
      terminal.typeUntil(UP + UP + UP + "\r", "prof(), prof(wall=True)", PROMPT);
      terminal.type("\u0004");
      assertEquals(0, terminal.awaitExit(), terminal::screen);
    }
    assertEquals(workers, program.workers());
  }

  private static Terminal console(Program program, Path state) throws IOException {
    return Terminal.start(
        program.file().directory(),
        Map.of("XDG_STATE_HOME", state.toString()),
        "console",
        "api/0",
        "--state-dir",
        program.file().stateDirectory().toString());
  }

  @Test
  void java_is_refused_unless_it_is_switched_on() throws Exception {
    Program program = startWithSocket("false");
    String answer = pipe(program, "jshell\n");
    assertEquals("the Java console is off; [backdoor] jshell = true opens it\n", answer);
  }

  @Test
  void java_is_refused_over_tcp_even_if_it_is_switched_on() throws Exception {
    Program program =
        start(programs.file().set("backdoor", "jshell", "true"), "backdoor_port", "0");
    String line =
        program.awaitLine(
            "the backdoor", text -> text.matches(".*backdoor of process .* on port .*"));
    int port = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(Math.toIntExact(Program.PATIENCE.toMillis()));
      socket.getOutputStream().write("jshell\n".getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.contains("never over a TCP port"), answer);
    }
  }

  @Test
  void java_sees_the_live_worker_within_its_limits_and_does_not_end_it() throws Exception {
    Program program = startWithSocket("true");
    Set<Long> workers = program.workers();
    String answer =
        pipe(
            program,
            String.join(
                "\n",
                "jshell",
                "services.getFirst().name()",
                "services.getFirst().activity().inFlight()",
                "config.describe().size() > 1",
                "launcher.getClass().getSimpleName()",
                "while (true);",
                "System.exit(3)",
                "\"x\".repeat(2_000_000)",
                "ProcessHandle.current().pid()",
                "exit",
                "exit",
                ""));
    assertTrue(answer.contains("with config, services, launcher;"), answer);
    assertTrue(answer.contains("==> \"api\"\n"), answer);
    assertTrue(answer.contains("==> 0\n"), answer);
    assertTrue(answer.contains("==> true\n"), answer);
    assertTrue(answer.contains("Launcher\"\n"), answer);
    assertTrue(answer.contains("did not end within 12 s and was stopped\n"), answer);
    assertTrue(answer.contains("refused: that would end the process"), answer);
    assertTrue(answer.contains("cut here"), "2 MB were answered");
    assertTrue(answer.contains("==> " + workers.iterator().next() + "\n"), "not in the worker");
    assertFalse(answer.contains(PROMPT), "a prompt for a pipe");
    program.awaitLine("the audit", line -> line.contains("java: System.exit(3)"));
    assertEquals(workers, program.workers());
    assertEquals(200, OneRequest.get(program.tcp(), "/value").status());
  }
}
