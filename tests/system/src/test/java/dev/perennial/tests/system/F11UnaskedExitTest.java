package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// F11: a worker exits although nobody asked it to. It is replaced at once the first time and after
/// a pause the second, also when its exit code is 0, and the status says so.
class F11UnaskedExitTest {

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @ValueSource(ints = {0, 7})
  void a_worker_that_exits_unasked_is_replaced_at_once_and_then_after_a_pause(int code)
      throws Exception {
    Program program = programs.startReady(programs.file().api(1));
    Status.Worker second = exitAndAwaitNext(program, code, 1);
    assertEquals("unexpected exit " + code, second.lastExit());
    // Within the jitter of a fifth, the second pause is a second long.
    long begin = System.nanoTime();
    exitAndAwaitNext(program, code, 2);
    assertTrue(System.nanoTime() - begin > 700_000_000L, "without a pause");
    assertEquals(1, program.countLines("next start at once"), program::explanation);
    assertEquals(2, program.countLines("ended unasked: unexpected exit " + code));
    program.awaitSettled();
    program.stop();
  }

  private static Status.Worker exitAndAwaitNext(Program program, int code, int restarts)
      throws Exception {
    program.awaitSettled();
    OneRequest.getLater(program.tcp(), "/exit?code=" + code);
    Waiting.until(
        "the exit is noticed",
        Program.PATIENCE,
        () -> program.status().workers().getFirst().restarts() == restarts);
    return Waiting.value(
        "the next worker boots",
        Program.PATIENCE,
        () -> program.status().workers().stream().filter(w -> w.pid() > 0).findFirst());
  }
}
