package dev.perennial.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CheckedOutputTest {

  private final PrintStream standardOutput = System.out;
  private final StringWriter err = new StringWriter();

  @AfterEach
  void putBack() {
    System.setOut(standardOutput);
  }

  private int runIntoFullDisk(String line) throws IOException {
    try (FileOutputStream full = new FileOutputStream("/dev/full")) {
      System.setOut(new PrintStream(full, true, StandardCharsets.UTF_8));
      CommandLine command = PerennialCommand.commandLine(Path.of("/none"));
      command.setErr(new PrintWriter(err, true));
      return command.execute(line.split(" "));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "--help", "config sample --namespace oslo.service.service"})
  void a_command_whose_output_is_lost_has_failed(String line) throws IOException {
    assertEquals(1, runIntoFullDisk(line));
    assertEquals("perennial: cannot write to standard output\n", err.toString());
  }

  @Test
  void what_failed_before_has_its_own_line_and_code() throws IOException {
    assertEquals(3, runIntoFullDisk("status"));
    assertEquals(1, err.toString().lines().count(), err::toString);
  }
}
