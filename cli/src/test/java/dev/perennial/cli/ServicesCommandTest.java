package dev.perennial.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.launcher.Fields;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicesCommandTest {

  private static final String ROW =
      """
      {"binary":"conductor","host":"one","topic":"conductor","state":"down","status":"disabled",\
      "disabled_reason":"new disks","version":"1.0","last_seen_s_ago":61.26}\
      """;
  private static final String FAILED =
      """
      {"service":"a","slot":0,"pid":7,"failed":"database db: gone"}\
      """;
  private static final String DONE =
      """
      {"service":"b","slot":0,"pid":8,"rows":[%s]}\
      """
          .formatted(ROW);

  @TempDir private Path base;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void services_are_listed_once_however_many_processes_answer() throws IOException {
    try (FakeProgram _ = program("perform services list", "ok", FAILED, DONE, DONE)) {
      assertEquals(0, run("services"));
      List<String> lines = out.toString().lines().toList();
      assertEquals(2, lines.size(), out::toString);
      assertEquals(
          "conductor one conductor down disabled 61.3 s ago 1.0 new disks",
          lines.get(1).replaceAll(" +", " "));
    }
  }

  // Every host writes its own records, and a terminal would obey them.
  @Test
  void what_a_record_says_is_shown_and_not_obeyed() throws IOException {
    String hostile = DONE.replace("new disks", "a\\u001b[2Jb\\nc\\u009bd\\u202ee");
    try (FakeProgram _ = program("perform services list", "ok", hostile)) {
      assertEquals(0, run("services"));
      List<String> lines = out.toString().lines().toList();
      assertEquals(2, lines.size(), out::toString);
      assertTrue(lines.get(1).endsWith("a\\u001b[2Jb\\u000ac\\u009bd\\u202ee"), out::toString);
    }
  }

  @Test
  void json_prints_the_records() throws IOException {
    try (FakeProgram _ = program("perform services list", "ok", DONE)) {
      assertEquals(0, run("services", "list", "--json"));
      String json = out.toString().replaceAll("\\s", "");
      assertEquals("{\"services\":[" + ROW.replaceAll("\\s", "") + "]}", json);
    }
  }

  @Test
  void one_is_disabled_with_a_reason_and_enabled() throws IOException {
    Map<String, String> answers =
        Map.of(
            "perform services disable one conductor new\\sdisks", answer("ok", DONE),
            "perform services enable one conductor", answer("ok", DONE));
    try (FakeProgram program = FakeProgram.in(base, answers)) {
      assertEquals(0, run("services", "disable", "one", "conductor", "--reason", "new disks"));
      assertEquals(0, run("services", "enable", "one", "conductor"));
      assertEquals(2, program.requests().size());
    }
  }

  @Test
  void one_is_forced_down_and_let_up_again() throws IOException {
    String forced = DONE.replace("\"state\":", "\"forced_down\":true,\"state\":");
    Map<String, String> answers =
        Map.of(
            "perform services force-down one conductor", answer("ok", forced),
            "perform services force-down one conductor unset", answer("ok", DONE));
    try (FakeProgram _ = FakeProgram.in(base, answers)) {
      assertEquals(0, run("services", "force-down", "one", "conductor"));
      assertTrue(out.toString().contains(" forced down "), out::toString);
      out.getBuffer().setLength(0);
      assertEquals(0, run("services", "force-down", "one", "conductor", "--unset"));
      assertFalse(out.toString().contains(" forced down "), out::toString);
    }
  }

  @Test
  void what_every_process_refused_is_said_in_one_line() throws IOException {
    try (FakeProgram _ = program("perform services list", "failed", FAILED, FAILED)) {
      assertEquals(1, run("services"));
      assertEquals("perennial: database db: gone", err.toString().strip());
    }
  }

  @Test
  void a_program_without_a_registry_says_so() throws IOException {
    Map<String, String> answers =
        Map.of("perform services list", "failed " + Fields.join("no service offers it"));
    try (FakeProgram _ = FakeProgram.in(base, answers)) {
      assertEquals(1, run("services"));
      assertEquals("perennial: no service offers it", err.toString().strip());
    }
  }

  @Test
  void wrong_arguments_are_a_usage_error() throws IOException {
    try (FakeProgram program = FakeProgram.in(base, Map.of())) {
      assertEquals(2, run("services", "list", "one"));
      assertEquals(2, run("services", "list", "--reason", "x"));
      assertEquals(2, run("services", "enable", "one"));
      assertEquals(2, run("services", "enable", "one", "conductor", "--reason", "x"));
      assertEquals(2, run("services", "disable"));
      assertEquals(2, run("services", "forget", "one", "conductor"));
      assertEquals(2, run("services", "force-down", "one"));
      assertEquals(2, run("services", "force-down", "one", "conductor", "--reason", "x"));
      assertEquals(2, run("services", "disable", "one", "conductor", "--unset"));
      assertEquals(List.of(), program.requests());
    }
  }

  private FakeProgram program(String request, String outcome, String... workers)
      throws IOException {
    return FakeProgram.in(base, Map.of(request, answer(outcome, workers)));
  }

  private static String answer(String outcome, String... workers) {
    return outcome + " " + Fields.join("{\"workers\":[" + String.join(",", workers) + "]}");
  }

  private int run(String... arguments) {
    return PerennialCommand.commandLine(base)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
