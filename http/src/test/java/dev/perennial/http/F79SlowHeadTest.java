package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// F79: clients send the heads of their requests byte by byte and come to no end (slowloris). Each
/// is answered with 408 at its deadline; a request that is not complete holds no place in the
/// queue.
@Timeout(60)
class F79SlowHeadTest {

  private static final String HEAD = "GET / HTTP/1.1\r\nHost: x\r\nA: ";

  @RegisterExtension private final TestServices services = new TestServices();

  private HttpService service;

  @BeforeEach
  void start() throws Exception {
    HttpLimits one = new HttpLimits(1 << 20, 16384, 8192, 1, 0);
    HttpTimeouts timeouts = HttpTimeouts.DEFAULTS.withHead(Duration.ofMillis(500));
    service = services.startHello(b -> b.options(HttpOptions.DEFAULTS.with(one).with(timeouts)));
  }

  @Test
  void a_head_without_end_is_answered_at_its_deadline() throws Exception {
    try (WireClient slow = WireClient.of(service)) {
      slow.send(HEAD);
      slow.trickle("a");
      WireClient.Answer answer = slow.read();
      assertEquals(408, answer.status());
      assertTrue(answer.closes());
      assertTrue(slow.readEnd());
    }
  }

  @Test
  void a_second_request_of_a_connection_has_the_same_deadline() throws Exception {
    try (WireClient slow = WireClient.of(service)) {
      assertEquals("hello", slow.get("/").body());
      slow.send(HEAD);
      slow.trickle("a");
      assertEquals(408, slow.read().status());
    }
  }

  @Test
  void a_head_that_begins_behind_an_earlier_request_has_the_same_deadline() throws Exception {
    try (WireClient slow = WireClient.of(service)) {
      beginBehindAnotherRequest(slow);
    }
  }

  @Test
  void a_head_in_tls_that_begins_behind_an_earlier_request_has_the_same_deadline(
      @TempDir Path folder) throws Exception {
    TestTls.fill(folder, "server");
    HttpTimeouts timeouts = HttpTimeouts.DEFAULTS.withHead(Duration.ofSeconds(4));
    HttpService secured =
        services.startHello(
            b -> b.options(HttpOptions.DEFAULTS.with(timeouts)).tls(TestTls.config(folder)));
    try (WireClient slow = WireClient.secureOf(secured)) {
      beginBehindAnotherRequest(slow);
    }
  }

  private static void beginBehindAnotherRequest(WireClient slow) throws IOException {
    slow.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n" + HEAD);
    assertEquals("hello", slow.read().body());
    assertEquals(408, slow.read().status());
  }

  @Test
  void five_hundred_of_them_keep_nobody_else_waiting() throws Exception {
    List<WireClient> slow = new ArrayList<>();
    try (WireClient other = WireClient.of(service)) {
      for (int i = 0; i < 500; i++) {
        slow.add(WireClient.of(service));
        slow.getLast().send("GET / HT");
      }
      for (int i = 0; i < 100; i++) {
        assertEquals(200, other.get("/").status());
      }
      for (WireClient each : slow) {
        assertEquals(408, each.read().status());
      }
    } finally {
      for (WireClient each : slow) {
        each.close();
      }
    }
  }
}
