package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.perennial.config.Config;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComplaintTest {

  private final PrintStream standardError = System.err;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final RecordedLines logged = new RecordedLines();
  private final Logger root = Logger.getLogger("");
  private final List<Handler> handlers = new ArrayList<>();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    handlers.addAll(List.of(new ConsoleHandler(), logged, new ConsoleHandler()));
    handlers.forEach(root::addHandler);
  }

  @AfterEach
  void listenNoMore() {
    handlers.forEach(root::removeHandler);
    System.setErr(standardError);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void it_is_one_plain_line_whatever_consoles_log_and_other_logs_have_it_too() {
    Complaint.tell("no {0} is free");
    assertEquals("no {0} is free\n", said());
    assertEquals(List.of("SEVERE no {0} is free"), logged.all());
  }

  @Test
  void consoles_have_all_that_comes_afterwards() {
    Complaint.tell("told");
    root.severe("logged");
    assertEquals(2, said().lines().filter(line -> line.endsWith("SEVERE: logged")).count());
    assertNull(handlers.getFirst().getFilter());
  }

  @Test
  void why_a_launcher_cannot_do_its_work_is_told_without_secrets() {
    Config config =
        Config.forTesting(PerformanceTest.Database.class)
            .set("database", "password", "hunter2")
            .build();
    LauncherClaim.take();
    int code =
        LauncherClaim.fulfil(
            config,
            () -> {
              throw new IOException("no database at hunter2");
            });
    assertEquals(1, code);
    assertEquals("no database at ****\n", said());
  }
}
