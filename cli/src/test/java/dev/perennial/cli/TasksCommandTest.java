package dev.perennial.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import picocli.CommandLine;

class TasksCommandTest {

  private static final String TASKS =
      "{\"workers\":[{\"service\":\"conductor\",\"slot\":0,\"pid\":7,\"rows\":[{\"task\":\"sweep\","
          + "\"state\":\"waiting\",\"spacing_s\":10.0,\"next_in_s\":4.25,\"runs\":3,\"failures\":1,"
          + "\"missed\":0}]},{\"service\":\"api\",\"slot\":1,\"pid\":8,\"failed\":\"too late\"}]}";

  @TempDir private Path base;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void tasks_prints_a_table_or_json() throws IOException {
    String answer = "ok " + Fields.join(TASKS);
    try (FakeProgram _ = FakeProgram.in(base, Map.of("perform tasks list", answer))) {
      assertEquals(0, run("tasks"));
      List<String> lines = out.toString().lines().toList();
      assertEquals(
          List.of(
              "SERVICE", "SLOT", "TASK", "STATE", "EVERY", "LAST", "NEXT", "TOOK", "RUNS", "FAILED",
              "MISSED"),
          List.of(lines.get(0).split(" +")));
      assertEquals(
          List.of(
              "conductor",
              "0",
              "sweep",
              "waiting",
              "10.0",
              "s",
              "-",
              "4.3",
              "s",
              "-",
              "3",
              "1",
              "0"),
          List.of(lines.get(1).split(" +")));
      assertEquals("api/1 failed: too late", lines.get(2));
      assertEquals(0, run("tasks", "--json"));
      assertTrue(out.toString().endsWith(TASKS + System.lineSeparator()), out::toString);
    }
  }

  @Test
  void a_task_can_be_paused_by_its_name() throws IOException {
    Map<String, String> answers =
        Map.of("perform tasks pause old\\ssweep", "ok " + Fields.join(TASKS));
    try (FakeProgram program = FakeProgram.in(base, answers)) {
      assertEquals(0, run("tasks", "pause", "old sweep"));
      assertEquals(2, run("tasks", "pause"));
      assertEquals(2, run("tasks", "dance", "sweep"));
      assertEquals(1, program.requests().stream().filter(r -> r.contains("tasks")).count());
    }
  }

  @Test
  void a_task_that_does_not_exist_is_named_with_those_that_do() throws IOException {
    Map<String, String> answers =
        Map.of(
            "perform tasks pause nosuch", "failed " + Fields.join("no service offers it"),
            "perform tasks list", "ok " + Fields.join(TASKS));
    try (FakeProgram _ = FakeProgram.in(base, answers)) {
      assertEquals(1, run("tasks", "pause", "nosuch"));
      assertEquals(
          "perennial: there is no periodic task nosuch; there are: sweep" + System.lineSeparator(),
          err.toString());
    }
  }

  @Test
  void a_program_without_tasks_says_so_itself() throws IOException {
    Map<String, String> answers =
        Map.of(
            "perform tasks run sweep", "failed " + Fields.join("no service offers tasks run sweep"),
            "perform tasks list", "failed " + Fields.join("no service offers tasks list"));
    try (FakeProgram _ = FakeProgram.in(base, answers)) {
      assertEquals(1, run("tasks", "run", "sweep"));
      assertTrue(err.toString().contains("no service offers tasks run sweep"), err::toString);
    }
  }

  @Test
  void processes_that_could_not_run_a_task_are_named() throws IOException {
    String failed =
        "{\"workers\":[{\"service\":\"api\",\"slot\":1,\"pid\":7,\"failed\":\"too late\"}]}";
    Map<String, String> answers =
        Map.of("perform tasks run sweep", "failed " + Fields.join(failed));
    try (FakeProgram _ = FakeProgram.in(base, answers)) {
      assertEquals(1, run("tasks", "run", "sweep"));
      assertEquals("perennial: api/1 failed: too late" + System.lineSeparator(), err.toString());
    }
  }

  private int run(String... args) {
    CommandLine command = PerennialCommand.commandLine(base);
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(args);
  }
}
