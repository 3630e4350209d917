package dev.perennial.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the clients of a reload count, against servers that do it wrong in one way each.
@Timeout(60)
class HelloClientTest {

  private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final String LAST =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi";
  private static final String BUSY =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  private static final String HALF = "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhi";

  /// Answers the first requests of each connection with these texts, and closes it then.
  private static Map<Outcome, Long> countsOf(String... answers) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(server, answers));
      return countsOn(server.getLocalPort());
    }
  }

  private static Map<Outcome, Long> countsOn(int port) throws InterruptedException {
    HelloLoad load = HelloLoad.start(port, LoadKind.KEPT_SATURATED);
    while (load.counts().values().stream().mapToLong(Long::longValue).sum() < 500) {
      Thread.onSpinWait();
    }
    load.stop();
    return load.counts();
  }

  private static void serve(ServerSocket server, String... answers) {
    try {
      while (true) {
        Socket connection = server.accept();
        Thread.ofVirtual().start(() -> serve(connection, answers));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static void serve(Socket connection, String... answers) {
    try (connection) {
      for (String answer : answers) {
        if (!readRequest(connection.getInputStream())) {
          return;
        }
        connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      }
      if (answers.length == 0) {
        readRequest(connection.getInputStream());
      }
    } catch (IOException clientIsGone) {
      // So is the connection.
    }
  }

  private static boolean readRequest(InputStream in) throws IOException {
    int last = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      last = last << 8 | next;
      if (last == 0x0d0a0d0a) {
        return true;
      }
    }
    return false;
  }

  private static void assertOnly(Outcome outcome, Map<Outcome, Long> counts) {
    assertEquals(Set.of(outcome), counts.keySet(), counts::toString);
  }

  @Test
  void nothing_is_lost_on_connections_that_end_with_an_announcement() throws Exception {
    assertOnly(Outcome.OK, countsOf(GOOD, GOOD, LAST));
  }

  @Test
  void a_connection_that_ends_without_an_answer_is_a_loss() throws Exception {
    assertOnly(Outcome.RESET, countsOf());
  }

  @Test
  void an_error_is_a_loss() throws Exception {
    assertOnly(Outcome.OTHER_STATUS, countsOf(BUSY));
  }

  @Test
  void half_an_answer_is_a_loss() throws Exception {
    assertOnly(Outcome.BROKEN, countsOf(HALF));
  }

  @Test
  void nobody_listening_is_a_loss() throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    assertOnly(Outcome.REFUSED, countsOn(port));
  }

  @Test
  void latencies_are_kept_by_phase() throws Exception {
    HelloLoad load = HelloLoad.start(1, LoadKind.KEPT_SATURATED);
    load.stop();
    load.ended(HelloLoad.Phase.STEADY, Outcome.OK, 5_000);
    load.ended(HelloLoad.Phase.RELOAD, Outcome.OK, 7_000);
    load.ended(HelloLoad.Phase.RELOAD, Outcome.RESET, 9_000);
    assertEquals(5, load.micros(HelloLoad.Phase.STEADY)[0]);
    assertEquals(1, load.micros(HelloLoad.Phase.RELOAD).length);
    assertTrue(load.lost() >= 1);
  }
}
