package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// F12: a worker cannot start when the program does. The program ends, tells the operator and the
/// service manager why, and leaves nothing.
class F12BootFailureAtStartTest {

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @ValueSource(strings = {"exception", "error"})
  void a_worker_that_cannot_start_ends_the_program_with_the_cause(String fault) throws Exception {
    assertEndsWith("the configuration asked for a failing boot", file(2).set("fail_boot", fault));
  }

  @Test
  void a_worker_whose_main_ends_early_ends_the_program_with_the_cause() throws Exception {
    assertEndsWith(
        "main ended before it called await()", file(2).set("worker_leaves_main", "true"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"exception", "error"})
  void a_service_that_cannot_start_in_one_process_ends_the_program_with_the_cause(String fault)
      throws Exception {
    assertEndsWith(
        "the configuration asked for a failing boot",
        file(1).set("launcher", "service").set("fail_boot", fault));
  }

  @ParameterizedTest
  @CsvSource({
    "PROCESS, STATUS=api/\\d .* cannot start: .*failing boot.*",
    "SERVICE, STATUS=services cannot run: .*failing boot.*"
  })
  void the_service_manager_hears_the_cause_and_never_that_the_program_is_ready(
      Kind launcher, String status) throws Exception {
    ProgramFile file = file(1).set("launcher", launcher.name()).set("fail_boot", "exception");
    try (ServiceManager manager = ServiceManager.start(programs.file().path("notify"))) {
      assertEndsWith("the configuration asked for a failing boot", file.notifies(manager.socket()));
      assertTrue(
          manager.heard().stream().anyMatch(line -> line.matches(status)),
          () -> manager.heard().toString());
      assertFalse(manager.heard().contains("READY=1"), () -> manager.heard().toString());
    }
  }

  @Test
  void the_service_manager_hears_of_readiness_once_all_workers_are_ready() throws Exception {
    ProgramFile file = file(2);
    try (ServiceManager manager = ServiceManager.start(programs.file().path("notify"))) {
      Program program = programs.start(file.notifies(manager.socket()));
      Waiting.until("ready", Program.PATIENCE, () -> manager.heard().contains("READY=1"));
      assertEquals(2, program.events("api started").size());
      assertTrue(program.status().isSettled());
      program.stop();
      assertEquals(
          List.of("READY=1", "STOPPING=1"),
          manager.heard().stream().filter(line -> line.matches("[A-Z]+=1")).toList());
    }
  }

  private ProgramFile file(int workers) throws Exception {
    return programs.file().api(workers);
  }

  private void assertEndsWith(String cause, ProgramFile file) throws Exception {
    Program program = programs.start(file);
    assertEquals(1, program.awaitExit(Program.PATIENCE), program::explanation);
    assertTrue(program.countLines(cause) > 0, program::explanation);
    program.assertNothingLeft();
  }
}
