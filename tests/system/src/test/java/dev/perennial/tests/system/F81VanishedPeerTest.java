package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
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

  /// Says when it has the whole answer, which is a head, and asks for no more.
  private static final String IDLE =
      """
      printf 'HEAD /value HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' >&3
      while read -r line && [ "$line" != $'\\r' ]; do :; done <&3
      echo answered
      exec sleep 300
      """;

  /// Asks for more than all buffers hold and reads none of it.
  private static final String READING_NOTHING =
      """
      printf 'GET /source?bytes=50000000 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' >&3
      exec sleep 300
      """;

  @RegisterExtension private final Programs programs = new Programs();

  private Program program;
  private long worker;
  private int port;
  private Process peer;

  @Test
  void one_that_idles_is_freed_by_the_probes_of_the_kernel() throws Exception {
    start(programs.file().set("DEFAULT", "tcp_keepidle", "1"));
    connect(IDLE);
    assertEquals("answered", peer.inputReader().readLine());
    await("an idle connection", () -> connections() == 1 && inFlight() == 0);
    // What the peer's kernel has not confirmed would be sent again and again, for minutes, instead
    // of the probes.
    await("everything confirmed", () -> ProcFs.unconfirmedBytesOf(worker, port) == 0);
    assertVanishesUnnoticed();
  }

  // The kernel does not probe while it has something to send, and goes on sending for minutes.
  @Test
  void one_that_is_being_answered_is_freed_because_it_takes_nothing() throws Exception {
    start(programs.file().set("http", "stall_timeout", "2"));
    connect(READING_NOTHING);
    await("an answer under way", () -> connections() == 1 && inFlight() == 1);
    assertVanishesUnnoticed();
  }

  @AfterEach
  void endPeer() {
    peer.destroyForcibly();
  }

  private void start(ProgramFile file) throws Exception {
    file.services("api 1 rolling 127.0.0.1:0").startedBy(OWN_NETWORK);
    program = programs.startReady(file);
    worker = program.workers().iterator().next();
    port = ((Target.Tcp) program.tcp()).port();
  }

  private void connect(String script) throws IOException {
    peer = inNetwork("exec 3<>/dev/tcp/127.0.0.1/" + port + "\n" + script);
  }

  private void assertVanishesUnnoticed() throws Exception {
    assertWorks("ip link set lo down");
    await("no connection and nothing under way", () -> connections() == 0 && inFlight() == 0);
    assertWorks("ip link set lo up");
    assertWorks("curl --noproxy '*' -sf http://127.0.0.1:" + port + "/value");
    assertEquals(worker, program.workers().iterator().next(), "the same worker");
    program.stop();
  }

  private long connections() {
    return ProcFs.connectionsTo(worker, port);
  }

  private int inFlight() throws Exception {
    return program.status().workers().getFirst().inFlight();
  }

  private void await(String what, Callable<Boolean> condition) throws InterruptedException {
    try {
      Waiting.until(what, Program.PATIENCE, condition);
    } catch (AssertionError late) {
      throw new AssertionError(late.getMessage() + "\n" + ProcFs.tcpTable(worker), late);
    }
  }

  private void assertWorks(String script) throws Exception {
    assertEquals(0, inNetwork("{ " + script + "; } >/dev/null 2>&1").waitFor(), script);
  }

  private Process inNetwork(String script) throws IOException {
    return new ProcessBuilder(
            "nsenter", "--net=/proc/" + program.pid() + "/ns/net", "bash", "-c", script)
        .redirectErrorStream(true)
        .start();
  }
}
