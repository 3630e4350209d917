package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `RestartMethod.MUTATE`: SIGHUP changes the mutable options in all processes and restarts
/// nothing.
class MutateTest {

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @EnumSource
  void hangup_changes_a_mutable_option_in_all_processes_and_keeps_them(Kind launcher)
      throws Exception {
    ProgramFile file = file(launcher);
    Program program = programs.startReady(file);
    Set<Long> before = program.workers();
    int changes = Form.choose(3, 30);
    try (Load load = Load.start(LoadProfile.mixed(program.targets()))) {
      for (int i = 0; i < changes; i++) {
        file.set("live", "value", "changed-" + i).write();
        program.signal("HUP");
        awaitValueEverywhere(program, before, "changed-" + i + " first");
        assertEquals(before, program.workers());
        load.awaitMore(100);
      }
      load.awaitAnswered(100);
      LoadReport report = load.stop();
      Form.summary("MutateTest " + launcher + " changes=" + changes, report.toString());
      report.assertNothingLost(100);
    }
    int processes = before.size();
    Waiting.until(
        "every process has heard of every change",
        Program.PATIENCE,
        () -> program.countLines(Journal.line("api", "reset 1")) == (long) changes * processes);
    program.stop();
  }

  @ParameterizedTest
  @EnumSource
  void a_change_of_an_immutable_option_is_ignored_and_named_once(Kind launcher) throws Exception {
    ProgramFile file = file(launcher);
    Program program = programs.startReady(file);
    Set<Long> before = program.workers();
    file.set("live", "fixed", "other").set("live", "value", "second").write();
    program.signal("HUP");
    awaitValueEverywhere(program, before, "second first");
    assertEquals(before, program.workers());
    program.stop();
    assertEquals(1, program.countLines("[live] fixed: first -> other"), program::explanation);
  }

  @Test
  void a_service_that_cannot_follow_a_change_says_so_and_goes_on() throws Exception {
    ProgramFile file = file(Kind.PROCESS);
    Program program = programs.startReady(file);
    Set<Long> before = program.workers();
    file.set("live", "value", ProgramOptions.Live.UNBEARABLE).write();
    program.signal("HUP");
    Waiting.until(
        "every process says that it could not follow",
        Program.PATIENCE,
        () -> program.countLines("api could not be reset") == before.size());
    file.set("live", "value", "second").write();
    program.signal("HUP");
    awaitValueEverywhere(program, before, "second first");
    assertEquals(before, program.workers());
    program.stop();
  }

  @Test
  void a_file_that_cannot_be_read_changes_nothing_and_says_so() throws Exception {
    ProgramFile file = file(Kind.PROCESS);
    Program program = programs.startReady(file);
    Set<Long> before = program.workers();
    file.write("[live\nvalue = second\n");
    Control.Answer answer = program.ask("reload wait");
    assertFalse(answer.ok(), answer::text);
    awaitValueEverywhere(program, before, "first first");
    assertEquals(before, program.workers());
    program.stop();
  }

  private ProgramFile file(Kind launcher) throws Exception {
    return programs
        .file()
        .api(launcher == Kind.PROCESS ? 3 : 1)
        .set("launcher", launcher.name())
        .set("restart_method", "mutate");
  }

  /// Asks until every process has given its last answer with this value.
  private static void awaitValueEverywhere(Program program, Set<Long> pids, String value)
      throws Exception {
    Target target = program.tcp();
    TreeMap<Long, String> last = new TreeMap<>();
    Waiting.until(
        value + " in " + pids,
        Program.PATIENCE,
        () -> {
          String text = OneRequest.text(target, "/value");
          int space = text.lastIndexOf(' ');
          last.put(Long.valueOf(text.substring(space + 1)), text.substring(0, space));
          return last.keySet().equals(pids) && Set.copyOf(last.values()).equals(Set.of(value));
        });
  }
}
