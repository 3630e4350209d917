package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirDeletionStrategy.IgnoreFailures;

/// The demo on its embedded broker and SQLite. Every kind of its processes is killed by SIGKILL
/// under load, the supervisor last, with which all others end: what was acknowledged is there when
/// the program is started again.
@Timeout(600)
class KilledOrchestratorTest {

  private static final int CLIENTS = 4;
  private static final int ROUNDS = Form.choose(1, 10);
  private static final List<String> SERVICES =
      List.of("embedded-broker", "orchestrator-conductor", "orchestrator-api");

  // What was in the broker that is killed gets no answer.
  private static final String SHORT_CALLS = "rpc_response_timeout = 5";

  private final Set<String> acknowledged = new TreeSet<>();

  @TempDir(deletionStrategy = IgnoreFailures.class)
  private Path directory;

  @Test
  void no_acknowledged_record_is_lost_with_any_process() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (RunningOrchestrator program = RunningOrchestrator.start(directory, SHORT_CALLS)) {
        assertNothingMissing(program);
        killUnderLoad(program);
      }
    }
    try (RunningOrchestrator program = RunningOrchestrator.start(directory, SHORT_CALLS)) {
      assertNothingMissing(program);
    }
    Form.summary(
        "KilledOrchestratorTest kills=" + ROUNDS * (SERVICES.size() + 1),
        acknowledged.size() + " records acknowledged, none missing");
  }

  private void killUnderLoad(RunningOrchestrator program) throws Exception {
    try (InstanceLoad load = InstanceLoad.start(program.instances(), CLIENTS)) {
      load.awaitMore(50);
      for (String service : SERVICES) {
        RunningOrchestrator.signal(program.pids(service, 1).getFirst(), "KILL");
        load.awaitMore(50);
      }
      program.kill();
      acknowledged.addAll(load.stop().acknowledged());
    }
  }

  private void assertNothingMissing(RunningOrchestrator program) throws Exception {
    Set<String> missing = new TreeSet<>(acknowledged);
    missing.removeAll(InstanceLoad.list(program.instances()));
    assertTrue(missing.isEmpty(), () -> "acknowledged, but missing: " + missing);
  }
}
