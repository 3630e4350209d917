package dev.perennial.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StandardDescriptorsTest {

  @TempDir private Path directory;

  // The program writes the file when it has come to its end.
  private Path report() {
    return directory.resolve("report");
  }

  private Process start(String script) throws IOException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    command.addAll(ChildJvm.command(PrintProgram.class, report().toString()));
    return new ProcessBuilder(command).start();
  }

  @Test
  void none_of_the_three_numbers_is_left_for_a_socket() throws Exception {
    Process program = start("exec \"$@\" <&- >&- 2>&-");
    assertEquals(0, program.waitFor());
    List<String> found = Files.readAllLines(report());
    assertEquals(3, found.size());
    // The JVM itself keeps files of its own open under the first ones; those cannot be written to.
    assertTrue(found.contains("/dev/null"), found::toString);
    found.forEach(target -> assertFalse(target.startsWith("socket:"), target));
  }

  @Test
  void what_is_open_stays_as_it_is() throws Exception {
    Path output = directory.resolve("output");
    Process program = start("exec \"$@\" </dev/zero >'" + output + "' 2>&1");
    assertEquals(0, program.waitFor());
    assertEquals(
        List.of("/dev/zero", output.toString(), output.toString()), Files.readAllLines(report()));
    List<String> lines = Files.readAllLines(output);
    assertEquals(List.of("first line", "first error"), lines.subList(0, 2));
    assertEquals(5, lines.size(), "a file loses nothing");
  }

  @Test
  void a_reader_that_does_not_read_keeps_nobody_waiting() throws Exception {
    Process program = start("exec \"$@\" 2>&1");
    assertTrue(program.waitFor(60, TimeUnit.SECONDS), "waits for its reader");
    assertEquals(0, program.exitValue());
    try (BufferedReader output = program.inputReader()) {
      assertEquals("first line", output.readLine());
      assertEquals("first error", output.readLine());
    }
    assertTrue(Files.exists(report()));
  }

  @Test
  void a_reader_that_is_gone_harms_nobody() throws Exception {
    Process program = start("sleep 0.2; exec \"$@\" 2>&1");
    program.getInputStream().close();
    assertEquals(0, program.waitFor());
    assertTrue(Files.exists(report()));
  }

  @Test
  void others_who_write_into_the_same_pipe_may_wait_as_before() throws Exception {
    Process program = start("\"$@\" >&2; grep flags: /proc/self/fdinfo/2");
    String flags = program.inputReader().readLine();
    program.getErrorStream().close();
    assertTrue(program.waitFor(60, TimeUnit.SECONDS));
    int nonBlocking = 04000;
    assertEquals(
        0, Integer.parseInt(flags.substring("flags:".length()).strip(), 8) & nonBlocking, flags);
  }
}
