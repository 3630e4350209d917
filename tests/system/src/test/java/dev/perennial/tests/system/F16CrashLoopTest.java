package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// F16: a worker dies again and again soon after it was ready. The pauses between the starts grow
/// up to their cap, the status says that it is a crash loop, the supervisor has next to nothing to
/// do meanwhile, and a stop is obeyed at once.
class F16CrashLoopTest {

  /// Ends in a row after which it is a crash loop, and after which the pause is as long as can be.
  private static final int CRASH_LOOP = 5;

  private static final int CAPPED = 7;
  private static final Duration AT_ONCE = Form.atOnce(1);

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void a_crash_loop_is_seen_costs_nothing_and_is_stopped_at_once() throws Exception {
    int ends = Form.choose(CRASH_LOOP, CAPPED + 1);
    ProgramFile file =
        programs.file().api(1).set("life_millis", Integer.toString(Form.choose(50, 2000)));
    Program program = programs.start(file);
    Waiting.until(
        "a crash loop that waits",
        Duration.ofMinutes(5),
        () -> {
          Status.Worker worker = program.status().workers().getFirst();
          return worker.restarts() >= ends && worker.state().equals("crash loop");
        });
    assertEquals(1, program.countLines("next start at once"), program::explanation);
    assertTrue(program.countLines("it is in a crash loop") > 0, program::explanation);
    Duration watched = Duration.ofSeconds(Form.choose(2, 20));
    Duration limit = watched.dividedBy(100);
    Duration used = ProcFs.cpuOf(program.pid(), watched, limit);
    Form.summary(
        "F16CrashLoopTest ends=" + ends,
        "supervisor used %d ms of CPU in %d s".formatted(used.toMillis(), watched.toSeconds()));
    assertTrue(used.compareTo(limit) <= 0, () -> used + " in " + watched);
    program.signal("TERM");
    assertEquals(0, program.awaitExit(AT_ONCE), program::explanation);
    program.assertNothingLeft();
  }
}
