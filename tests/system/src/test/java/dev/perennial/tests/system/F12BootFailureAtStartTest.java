package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// F12: a worker cannot start when the program does. The program ends, says why, and leaves
/// nothing.
class F12BootFailureAtStartTest {

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void a_worker_that_cannot_start_ends_the_program_with_the_cause() throws Exception {
    assertEndsWith("the configuration asked for a failing boot", file(2).set("fail_boot", "true"));
  }

  @Test
  void a_worker_whose_main_ends_early_ends_the_program_with_the_cause() throws Exception {
    assertEndsWith("main ended before it called await()", file(2).set("leave_main", "true"));
  }

  @Test
  void a_worker_that_hangs_ends_the_program_after_the_boot_timeout() throws Exception {
    assertEndsWith(
        "boot_timeout", file(2).set("boot_millis", "600000").set("launcher", "boot_timeout", "3"));
  }

  @Test
  void a_service_that_cannot_start_in_one_process_ends_the_program_with_the_cause()
      throws Exception {
    assertEndsWith(
        "the configuration asked for a failing boot",
        file(1).set("launcher", "service").set("fail_boot", "true"));
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
