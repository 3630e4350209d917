package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What `perennial tasks` asks of a program with two workers.
class TasksTest {

  private static final Pattern STATE = Pattern.compile("\"state\":\"(\\w+)\"");

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void a_task_is_run_paused_and_resumed_in_all_workers_and_a_pause_ends_with_its_worker()
      throws Exception {
    Program program =
        programs.startReady(
            programs
                .file()
                .main(TasksProgram.class)
                .services("of the program itself")
                .set("launcher", "aot_cache", "false"));
    awaitStates(program, "waiting");
    states(program, "run sweep");
    program.awaitEvents("sweeper sweeps", 2);
    states(program, "pause sweep");
    awaitStates(program, "paused");
    states(program, "resume sweep");
    awaitStates(program, "waiting");
    states(program, "pause sweep");
    program.reload();
    program.awaitSettled();
    awaitStates(program, "waiting");
    Control.Answer unknown = program.ask("perform tasks pause polish");
    assertFalse(unknown.ok());
    assertTrue(unknown.text().contains("no service offers tasks pause polish"), unknown::text);
    program.stop();
  }

  // A run may just be ending.
  private static void awaitStates(Program program, String state) throws Exception {
    Waiting.until(
        "two tasks that are " + state,
        Program.PATIENCE,
        () -> states(program, "list").equals(List.of(state, state)));
  }

  private static List<String> states(Program program, String words) throws Exception {
    Control.Answer answer = program.ask("perform tasks " + words);
    assertTrue(answer.ok(), answer::text);
    return STATE.matcher(answer.text()).results().map((MatchResult m) -> m.group(1)).toList();
  }
}
