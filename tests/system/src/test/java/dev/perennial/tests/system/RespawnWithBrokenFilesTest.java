package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A worker that dies while the configuration files are broken is replaced by one that starts with
/// the configuration that is running.
class RespawnWithBrokenFilesTest {

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @ValueSource(strings = {"no section [at all", "", "[program]\nservices = x y z\n"})
  void a_respawned_worker_has_the_configuration_that_is_running(String broken) throws Exception {
    ProgramFile file = programs.file().api(2).set("live", "value", "running");
    Program program = programs.startReady(file);
    List<Long> victims = List.copyOf(program.workers());
    file.write(broken);
    for (long victim : victims) {
      Program.signal(victim, "KILL");
    }
    Waiting.until(
        "both are replaced",
        Program.PATIENCE,
        () -> {
          Status now = program.status();
          return now.isSettled() && victims.stream().noneMatch(now.pids()::contains);
        });
    for (Target target : program.targets()) {
      assertTrue(OneRequest.text(target, "/value").startsWith("running first"));
    }
    if (!broken.contains("x y z")) {
      // What only a worker could find out fails there; all else is found out at once.
      Control.Answer answer = program.ask("reload wait");
      assertFalse(answer.ok(), answer::text);
    }
    assertEquals(1, program.awaitSettled().generation());
    program.stop();
  }
}
