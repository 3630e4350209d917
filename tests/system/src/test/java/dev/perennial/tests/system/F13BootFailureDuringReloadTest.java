package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// F13: new workers cannot start during a reload. The old ones go on serving, nothing is lost, who
/// asked is told the cause, and the next reload works again.
class F13BootFailureDuringReloadTest {

  /// How a new worker fails.
  enum Failure {
    THROWS_AN_EXCEPTION("fail_boot", "exception", "the configuration asked for a failing boot"),
    THROWS_AN_ERROR("fail_boot", "error", "the configuration asked for a failing boot"),
    LEAVES_MAIN("worker_leaves_main", "true", "main ended before it called await()");

    private final String option;
    private final String value;
    private final String cause;

    Failure(String option, String value, String cause) {
      this.option = option;
      this.value = value;
      this.cause = cause;
    }
  }

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @EnumSource
  void the_old_workers_go_on_and_the_cause_is_told(Failure failure) throws Exception {
    ProgramFile file = programs.file().api(2);
    Program program = programs.startReady(file);
    Status before = program.status();
    int attempts = Form.choose(2, 10);
    try (Load load = Load.start(LoadProfile.mixed(program.targets()))) {
      file.set(failure.option, failure.value).write();
      for (int i = 0; i < attempts; i++) {
        Control.Answer answer = program.ask("reload wait");
        assertFalse(answer.ok(), answer::text);
        assertTrue(answer.text().contains(failure.cause), answer::text);
        Status after = program.awaitSettled();
        assertEquals(before.pids(), after.pids());
        assertEquals(before.generation(), after.generation());
      }
      file.set("fail_boot", "never").set("worker_leaves_main", "false").write();
      program.reload();
      load.awaitAnswered(500);
      LoadReport report = load.stop();
      Form.summary(
          "F13BootFailureDuringReloadTest " + failure + " attempts=" + attempts, "" + report);
      report.assertNothingLost(500);
    }
    assertEquals(
        failure == Failure.LEAVES_MAIN ? 0 : attempts,
        program.countLines("\tat " + ObservedService.class.getName() + ".start"),
        "the log has the stack trace of each failure");
    Status after = program.awaitSettled();
    assertNotEquals(before.pids(), after.pids());
    assertEquals(Set.of(before.generation() + 1), generations(after));
    program.stop();
  }

  private static Set<Integer> generations(Status status) {
    Set<Integer> generations = new java.util.TreeSet<>();
    status.workers().forEach(worker -> generations.add(worker.generation()));
    return generations;
  }
}
