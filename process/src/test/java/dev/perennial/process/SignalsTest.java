package dev.perennial.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SignalsTest {

  private static void raise(Signal signal, long pid) throws IOException, InterruptedException {
    int code = new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(pid)).start().waitFor();
    assertEquals(0, code);
  }

  @Test
  void a_signal_reaches_its_handler_again_and_again() throws Exception {
    BlockingQueue<Signal> arrived = new LinkedBlockingQueue<>();
    assertTrue(Signals.handle(Signal.HUP, arrived::add));
    for (int i = 0; i < 3; i++) {
      raise(Signal.HUP, ProcessHandle.current().pid());
      assertEquals(Signal.HUP, arrived.take());
    }
  }

  @Test
  void a_later_handler_takes_the_place_of_an_earlier_one() throws Exception {
    BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    Signals.handle(Signal.HUP, _ -> arrived.add("first"));
    Signals.handle(Signal.HUP, _ -> arrived.add("second"));
    raise(Signal.HUP, ProcessHandle.current().pid());
    assertEquals("second", arrived.take());
  }

  @Test
  void signals_that_were_ignored_at_the_start_are_delivered() throws Exception {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "trap '' HUP INT TERM; exec \"$@\"", "sh"));
    command.addAll(ChildJvm.command(SignalProgram.class));
    Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader output = program.inputReader()) {
      assertEquals("foreground false", output.readLine());
      for (Signal signal : Signal.values()) {
        assertEquals(signal + " true", output.readLine());
      }
      assertEquals("pid " + program.pid(), output.readLine());
      for (Signal signal : List.of(Signal.HUP, Signal.INT, Signal.HUP, Signal.TERM)) {
        raise(signal, program.pid());
        assertEquals("got " + signal, output.readLine());
      }
      assertEquals(0, program.waitFor());
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void a_jvm_that_keeps_its_signals_to_itself_is_no_error(@TempDir Path classes) throws Exception {
    // Without the recorder of logs that these tests have.
    String classPath = ChildJvm.readableClassPath(classes);
    List<String> command =
        new ArrayList<>(ChildJvm.command(classPath, SignalProgram.class, "only say"));
    command.add(1, "-Xrs");
    Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines = program.inputReader().readAllLines();
    assertEquals(0, program.waitFor(), lines.toString());
    for (Signal signal : List.of(Signal.TERM, Signal.INT, Signal.HUP)) {
      assertTrue(lines.contains(signal + " false"), lines.toString());
      String complaint = "SIG" + signal + " is not supported here";
      assertEquals(
          1, lines.stream().filter(line -> line.contains(complaint)).count(), lines.toString());
    }
    // It keeps those that would end it, and no others.
    assertTrue(lines.contains(Signal.USR1 + " true"), lines.toString());
  }

  @Test
  void without_a_terminal_nothing_is_in_its_foreground() throws Exception {
    // As in continuous integration; a developer's own terminal would be another case.
    assumeTrue(Proc.stat(ProcessHandle.current().pid()).get(4).equals("0"), "on a terminal");
    assertFalse(Signals.inTerminalForeground());
  }

  @Test
  void in_the_foreground_of_a_terminal_it_is_known() throws Exception {
    Path script = Path.of("/usr/bin/script");
    assumeTrue(Files.isExecutable(script), "no script(1) here to make a terminal");
    String command = String.join(" ", ChildJvm.command(SignalProgram.class, "only-say"));
    Process program =
        new ProcessBuilder(script.toString(), "-qec", command, "/dev/null")
            .redirectErrorStream(true)
            .start();
    List<String> lines = program.inputReader().readAllLines();
    assertEquals(0, program.waitFor(), lines.toString());
    assertEquals("foreground true", lines.getFirst().strip());
  }
}
