package dev.perennial.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.launcher.Fields;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TasksCommandTest {

  private static final String SWEEP =
      """
      {"service":"conductor","slot":0,"pid":7,"rows":[{"task":"old sweep","state":"waiting",\
      "spacing_s":10.0,"next_in_s":4.25,"runs":3,"failures":1,"missed":0}]}\
      """;
  private static final String LATE =
      """
      {"service":"api","slot":1,"pid":8,"failed":"did not answer within 5 s"}\
      """;

  @TempDir private Path base;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void tasks_are_a_table_and_a_process_that_failed_is_named_below() throws IOException {
    try (FakeProgram _ = program("list", answer("ok", SWEEP, LATE))) {
      assertEquals(0, run("tasks"));
      assertEquals(
          List.of(
              "SERVICE SLOT TASK STATE EVERY LAST NEXT TOOK RUNS FAILED MISSED",
              "conductor 0 old sweep waiting 10.0 s - 4.3 s - 3 1 0",
              "failed in api/1 (8): did not answer within 5 s"),
          out.toString().lines().map(line -> line.strip().replaceAll(" +", " ")).toList());
    }
  }

  @Test
  void json_is_what_the_processes_said() throws IOException {
    try (FakeProgram _ = program("list", answer("ok", SWEEP, LATE))) {
      assertEquals(0, run("tasks", "--json"));
      assertEquals(json(SWEEP, LATE), out.toString().strip());
    }
  }

  @Test
  void what_no_process_could_do_is_told_in_words_and_with_json_as_json_too() throws IOException {
    try (FakeProgram _ = program("list", answer("failed", LATE))) {
      assertEquals(1, run("tasks"));
      assertEquals("", out.toString());
      assertEquals(
          "perennial: list failed in api/1 (8): did not answer within 5 s", err.toString().strip());
      assertEquals(1, run("tasks", "--json"));
      assertEquals(json(LATE), out.toString().strip());
    }
  }

  @Test
  void a_task_can_be_paused_by_its_name() throws IOException {
    try (FakeProgram program = program("pause old\\ssweep", answer("ok", SWEEP))) {
      assertEquals(0, run("tasks", "pause", "old sweep"));
      assertEquals(2, run("tasks", "pause"));
      assertEquals(2, run("tasks", "dance", "sweep"));
      assertEquals(1, program.requests().stream().filter(r -> r.contains("tasks")).count());
    }
  }

  @Test
  void one_that_is_paused_in_some_processes_only_is_a_failure() throws IOException {
    try (FakeProgram _ = program("pause old\\ssweep", answer("ok", SWEEP, LATE))) {
      assertEquals(1, run("tasks", "pause", "old sweep"));
      assertEquals(2, out.toString().lines().count(), out::toString);
      assertEquals(
          "perennial: pause failed in api/1 (8): did not answer within 5 s",
          err.toString().strip());
    }
  }

  @Test
  void a_name_that_is_none_is_told_with_those_that_there_are() throws IOException {
    Map<String, String> answers =
        Map.of(
            "perform tasks run sweep",
            "failed " + Fields.join("no service offers it"),
            "perform tasks list",
            answer("ok", SWEEP, SWEEP, LATE));
    try (FakeProgram _ = FakeProgram.in(base, answers)) {
      assertEquals(1, run("tasks", "run", "sweep"));
      assertEquals("perennial: there is no task sweep, only: old sweep", err.toString().strip());
    }
  }

  @Test
  void what_the_program_itself_refuses_is_told_as_it_says_it() throws IOException {
    String refusal = "failed " + Fields.join("no worker is ready");
    Map<String, String> answers =
        Map.of("perform tasks run sweep", refusal, "perform tasks list", refusal);
    try (FakeProgram _ = FakeProgram.in(base, answers)) {
      assertEquals(1, run("tasks", "run", "sweep"));
      assertEquals("perennial: no worker is ready", err.toString().strip());
    }
  }

  private FakeProgram program(String action, String answer) throws IOException {
    return FakeProgram.in(base, Map.of("perform tasks " + action, answer));
  }

  private static String answer(String outcome, String... workers) {
    return outcome + " " + Fields.join(json(workers));
  }

  private static String json(String... workers) {
    return "{\"workers\":[" + String.join(",", workers) + "]}";
  }

  private int run(String... arguments) {
    return PerennialCommand.commandLine(base)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
