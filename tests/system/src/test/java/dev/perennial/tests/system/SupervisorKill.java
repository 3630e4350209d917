package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;

/// What the tests that kill a supervisor have in common: a program on addresses that are always the
/// same, and the bound within which its workers have to be gone.
final class SupervisorKill {

  private static final Duration BOUND = Form.atOnce(1);
  private static final int WORKERS = 3;

  private SupervisorKill() {}

  static ProgramFile file(Programs programs) throws IOException {
    ProgramFile file = programs.file();
    String tcp = "127.0.0.1:" + freePort();
    return file.services("api " + WORKERS + " rolling " + tcp + " unix:" + file.path("api.sock"));
  }

  /// @return how many milliseconds its workers outlived it
  static long kill(Program program) throws IOException, InterruptedException {
    assertEquals(1 + WORKERS, program.processes().size(), "a supervisor and its workers");
    return program.killAndAwaitWorkers(BOUND);
  }

  static int freePort() throws IOException {
    try (ServerSocketChannel probe = ServerSocketChannel.open()) {
      probe.bind(new InetSocketAddress("127.0.0.1", 0));
      return ((InetSocketAddress) probe.getLocalAddress()).getPort();
    }
  }
}
