package dev.perennial.tests.system;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A backdoor whose address is the same in every process: the new worker of a reload starts while
/// the old one still has it.
class BackdoorReloadTest {

  @RegisterExtension private final Programs programs = new Programs();

  @TempDir private Path directory;

  private void assertSurvivesReload(String option, String value, String address) throws Exception {
    Program program =
        programs.startReady(
            programs.file().services("api 1 rolling 127.0.0.1:0").set("DEFAULT", option, value));
    long before = program.workers().iterator().next();
    String of = "backdoor of process ";
    String on = " on " + address;
    program.awaitLine("the backdoor", line -> line.endsWith(of + before + on));
    program.reload();
    program.awaitLine(
        "the backdoor of the new worker",
        line -> line.contains(of) && line.endsWith(on) && !line.endsWith(of + before + on));
  }

  @Test
  void a_fixed_port_survives_a_reload() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertSurvivesReload("backdoor_port", Integer.toString(port), "port " + port);
  }

  @Test
  void a_fixed_socket_survives_a_reload() throws Exception {
    Path socket = directory.resolve("backdoor");
    assertSurvivesReload("backdoor_socket", socket.toString(), socket.toString());
  }
}
