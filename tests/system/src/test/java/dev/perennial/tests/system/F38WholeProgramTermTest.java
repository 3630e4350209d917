package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// F38: SIGTERM goes to every process of the program at once and in any order, as a service manager
/// does that ends a whole control group. Each worker drains once, none is started again.
class F38WholeProgramTermTest {

  private static final int WORKERS = 3;

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void each_worker_drains_once_and_none_is_started_again() throws Exception {
    int runs = Form.choose(2, 30);
    long seed = Form.seed();
    Random random = new Random(seed);
    int needless = 0;
    for (int i = 0; i < runs; i++) {
      ProgramFile file = programs.file().api(WORKERS);
      Path gate = file.path("gate");
      Program program = programs.startReady(file.set("boot_gate", gate.toString()));
      // However late the supervisor hears the signal, no new worker comes to serve.
      Gate.close(gate);
      CompletableFuture<RawAnswer> answer = OneRequest.beginSlow(program, 1500);
      List<String> pids = new ArrayList<>(program.processes().stream().map(p -> "" + p).toList());
      Collections.shuffle(pids, random);
      Program.shell("kill -TERM " + String.join(" ", pids));
      assertEquals(
          200,
          answer.get(Program.PATIENCE.toSeconds(), TimeUnit.SECONDS).status(),
          program::explanation);
      assertEquals(0, program.awaitExit(Program.PATIENCE), program::explanation);
      assertEquals(WORKERS, program.events("api drain").size(), program::explanation);
      assertEquals(WORKERS, program.events("api started").size(), program::explanation);
      assertEquals(0, program.countLines("ended unasked"), program::explanation);
      needless += (int) program.countLines("as successor");
      program.assertNothingLeft();
    }
    Form.summary(
        "F38WholeProgramTermTest runs=" + runs,
        needless + " processes begun and ended before they served, seed " + seed);
  }
}
