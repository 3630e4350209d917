package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// F81: clients vanish without a word, as when their machine loses its power: the network between
/// is taken down. What they held is freed.
class F81VanishedPeerTest {

  // A network of its own for the program, in which a dead peer is found out within seconds.
  private static final String OWN_NETWORK =
      """
      trap '' HUP
      exec unshare --net sh -c '
        ip link set lo up
        echo 1 >/proc/sys/net/ipv4/tcp_keepalive_intvl
        echo 3 >/proc/sys/net/ipv4/tcp_keepalive_probes
        exec "$@"' sh "$@"
      """;

  private static final String IDLE =
      "printf 'GET /value HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' >&3; read -r line <&3; exec sleep 300";

  /// Asks for more than all buffers hold and reads none of it.
  private static final String READING_NOTHING =
      "printf 'GET /source?bytes=50000000 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' >&3; exec sleep 300";

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void one_that_idles_is_freed_by_the_probes_of_the_kernel() throws Exception {
    vanish(programs.file().set("DEFAULT", "tcp_keepidle", "1"), IDLE, 0);
  }

  // The kernel does not probe while it has something to send, and goes on sending for minutes.
  @Test
  void one_that_is_being_answered_is_freed_by_the_socket_timeout() throws Exception {
    vanish(programs.file().set("DEFAULT", "client_socket_timeout", "3"), READING_NOTHING, 1);
  }

  private void vanish(ProgramFile file, String client, int inFlight) throws Exception {
    file.services("api 1 rolling 127.0.0.1:0").startedBy(OWN_NETWORK);
    Program program = programs.startReady(file);
    long worker = program.workers().iterator().next();
    int port = ((Target.Tcp) program.tcp()).port();
    Process peer = client(program, port, client);
    try {
      awaitConnections(program, worker, port, 1, inFlight);
      inNetworkOf(program, "ip link set lo down");
      awaitConnections(program, worker, port, 0, 0);
      inNetworkOf(program, "ip link set lo up");
      inNetworkOf(program, "curl -sf http://127.0.0.1:" + port + "/value");
      assertEquals(worker, program.workers().iterator().next(), "the same worker");
      program.stop();
    } finally {
      peer.destroyForcibly();
    }
  }

  private static void awaitConnections(
      Program program, long worker, int port, int connections, int inFlight) throws Exception {
    Waiting.until(
        connections + " connections, " + inFlight + " being answered",
        Program.PATIENCE,
        () ->
            ProcFs.connectionsTo(worker, port) == connections
                && program.status().workers().getFirst().inFlight() == inFlight);
  }

  private static Process client(Program program, int port, String script) throws IOException {
    return inNetwork(program, "exec 3<>/dev/tcp/127.0.0.1/" + port + "; " + script);
  }

  private static void inNetworkOf(Program program, String line) throws Exception {
    assertEquals(0, inNetwork(program, line).waitFor(), line);
  }

  private static Process inNetwork(Program program, String line) throws IOException {
    return new ProcessBuilder(
            "nsenter", "--net=/proc/" + program.pid() + "/ns/net", "bash", "-c", line)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
