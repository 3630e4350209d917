package dev.perennial.tests.system;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// F27: the supervisor is killed while its workers have all hands full. They are gone as quickly.
class F27SupervisorKillUnderLoadTest {

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void no_worker_outlives_a_killed_supervisor_under_load() throws Exception {
    int kills = Form.choose(1, 20);
    ProgramFile file = SupervisorKill.file(programs);
    long longest = 0;
    for (int i = 0; i < kills; i++) {
      Program program = programs.startReady(file);
      try (Load load = Load.start(LoadProfile.mixed(program.targets()))) {
        load.awaitMore(500);
        longest = Math.max(longest, SupervisorKill.kill(program));
      }
    }
    Form.summary(
        "F27SupervisorKillUnderLoadTest kills=" + kills,
        "longest until all are gone " + longest + " ms");
    programs.startReady(file).stop();
  }
}
