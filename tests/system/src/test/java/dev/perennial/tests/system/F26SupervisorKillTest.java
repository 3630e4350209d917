package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// F26 and F27: the supervisor is killed, idle and under load. No worker outlives it, and the
/// program can be started again at once, on the same port and the same socket file.
class F26SupervisorKillTest {

  private static final Duration BOUND = Duration.ofSeconds(1);

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void no_worker_outlives_a_killed_supervisor() throws Exception {
    int kills = Form.choose(2, 20);
    ProgramFile file = fixedPort();
    long longest = 0;
    for (int i = 0; i < kills; i++) {
      Program program = programs.startReady(file);
      longest = Math.max(longest, killSupervisor(program));
    }
    Form.summary(
        "F26SupervisorKillTest kills=" + kills, "longest until all are gone " + longest + " ms");
    programs.startReady(file).stop();
  }

  @Test
  void no_worker_outlives_a_killed_supervisor_under_load() throws Exception {
    int kills = Form.choose(2, 20);
    ProgramFile file = fixedPort();
    long longest = 0;
    for (int i = 0; i < kills; i++) {
      Program program = programs.startReady(file);
      try (Load load = Load.start(LoadProfile.mixed(program.targets()))) {
        load.awaitMore(500);
        longest = Math.max(longest, killSupervisor(program));
      }
    }
    Form.summary(
        "F27SupervisorKillTest kills=" + kills + " under load",
        "longest until all are gone " + longest + " ms");
    programs.startReady(file).stop();
  }

  private ProgramFile fixedPort() throws IOException {
    ProgramFile file = programs.file();
    int port = freePort();
    return file.services("api 3 rolling 127.0.0.1:" + port + " unix:" + file.path("api.sock"));
  }

  private static int freePort() throws IOException {
    try (ServerSocketChannel probe = ServerSocketChannel.open()) {
      probe.bind(new InetSocketAddress("127.0.0.1", 0));
      return ((InetSocketAddress) probe.getLocalAddress()).getPort();
    }
  }

  private static long killSupervisor(Program program) throws Exception {
    assertEquals(4, program.processes().size(), "a supervisor and three workers");
    long begin = System.nanoTime();
    program.signal("KILL");
    Waiting.until("no process left", BOUND, () -> program.processes().isEmpty());
    long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
    assertTrue(millis <= BOUND.toMillis(), millis + " ms");
    return millis;
  }
}
