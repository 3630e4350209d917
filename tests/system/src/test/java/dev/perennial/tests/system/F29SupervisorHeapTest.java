package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// F29: a supervisor lives for years, so whatever it is asked again and again costs it neither
/// memory nor descriptors.
class F29SupervisorHeapTest {

  private static final String SMALL_HEAP = "32m";

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @EnumSource
  void asking_for_the_status_again_and_again_costs_nothing(Kind launcher) throws Exception {
    int requests = Form.choose(1000, 50_000);
    Program program =
        programs.startReady(
            programs.file().api(1).set("launcher", launcher.name()).heap(SMALL_HEAP));
    int before = settledDescriptors(program);
    for (int i = 0; i < requests; i++) {
      assertTrue(program.isAlive(), program::explanation);
      program.status();
    }
    assertSameDescriptors(program, before);
    Form.summary(
        "F29SupervisorHeapTest " + launcher,
        requests + " requests for the status with a heap of " + SMALL_HEAP);
    program.stop();
  }

  @Test
  void reloading_and_replacing_again_and_again_costs_nothing() throws Exception {
    int rounds = Form.choose(2, 100);
    Program program = programs.startReady(programs.file().api(1).heap(SMALL_HEAP));
    int before = settledDescriptors(program);
    for (int i = 0; i < rounds; i++) {
      program.reload();
      long worker = program.awaitSettled().pids().iterator().next();
      Program.signal(worker, "TERM");
      Waiting.until("gone", Program.PATIENCE, () -> !ProcFs.isAlive(worker));
      program.awaitSettled();
    }
    assertSameDescriptors(program, before);
    assertEquals(Set.of(), ProcFs.zombiesOf(program.pid()));
    Form.summary(
        "F29SupervisorHeapTest", rounds + " reloads and replacements, " + before + " descriptors");
    program.stop();
  }

  // The first requests load classes and with them files of the class path.
  private static int settledDescriptors(Program program) throws Exception {
    for (int i = 0; i < 10; i++) {
      program.status();
    }
    return ProcFs.descriptors(program.pid()).size();
  }

  // A connection that has just ended may still be open for a moment; two may not.
  private static void assertSameDescriptors(Program program, int before)
      throws InterruptedException {
    Waiting.until(
        "as many descriptors as before, " + before,
        Program.PATIENCE,
        () -> ProcFs.descriptors(program.pid()).size() <= before);
  }
}
