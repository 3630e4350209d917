package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers that overtake the body of their request. Their client may be sending it still: a reset
/// would make a proxy, and some clients, lose the answer.
@Timeout(60)
class EarlyAnswersTest {

  // More than the kernel keeps for a peer that takes nothing.
  private static final int LENGTH = 4 << 20;

  // Also in TLS no work of seconds.
  private static final int BEYOND_A_HEAD = 1 << 19;

  @RegisterExtension private final TestServices services = new TestServices();

  private static Response answer(Request request) throws Exception {
    return switch (request.path()) {
      case "/read" -> Response.text(200, "" + request.bytes().length);
      case "/stream" -> Response.stream(200, "text/plain", out -> out.write('a'));
      case "/committed" ->
          Response.stream(
              200,
              "text/plain",
              out -> {
                out.write('a');
                out.flush();
              });
      default -> Response.text(200, "ignored");
    };
  }

  private static String head(String line) {
    return line + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + LENGTH + "\r\n\r\n";
  }

  // Without having looked at the answer, as most clients do.
  private static void assertTaken(WireClient client) throws IOException {
    assertTaken(client, LENGTH);
  }

  private static void assertTaken(WireClient client, int length) throws IOException {
    String piece = "a".repeat(1 << 16);
    for (int sent = 0; sent < length; sent += piece.length()) {
      client.send(piece);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST /read, 413",
    "POST /ignored, 200",
    "POST /stream, 200",
    "POST /committed, 200",
    "HEAD /stream, 200",
    "CONNECT x:80, 501"
  })
  void what_a_client_sends_behind_its_answer_is_taken(String line, int status) throws Exception {
    HttpService service = services.start(b -> b.handler(EarlyAnswersTest::answer));
    try (WireClient client = WireClient.of(service)) {
      client.send(head(line));
      WireClient.Answer answer = line.startsWith("HEAD") ? client.readHead() : client.read();
      assertEquals(status, answer.status());
      assertEquals(!line.contains("committed"), answer.closes());
      assertTrue(client.readEnd());
      assertTaken(client);
    }
  }

  @Test
  void a_body_in_many_small_chunks_that_has_come_ends_no_connection() throws Exception {
    HttpService service = services.start(b -> b.handler(EarlyAnswersTest::answer));
    try (WireClient client = WireClient.of(service)) {
      client.send(
          "POST /ignored HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "8\r\nabcdefgh\r\n".repeat(100)
              + "0\r\n\r\n");
      assertFalse(client.read().closes());
      assertFalse(client.get("/ignored").closes());
    }
  }

  @Test
  void what_a_client_sends_behind_the_answer_to_a_malformed_body_is_taken() throws Exception {
    HttpService service = services.start(b -> b.handler(EarlyAnswersTest::answer));
    try (WireClient client = WireClient.of(service)) {
      client.send(
          "POST /read HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "3\r\nabc\r\nno size\r\n");
      WireClient.Answer answer = client.read();
      assertEquals(400, answer.status());
      assertTrue(answer.closes());
      assertTrue(client.readEnd());
      assertTaken(client);
    }
  }

  @Test
  void what_a_client_sends_behind_its_answer_is_taken_in_tls_too(@TempDir Path folder)
      throws Exception {
    TestTls.fill(folder, "server");
    HttpService service =
        services.start(b -> b.tls(TestTls.config(folder)).handler(EarlyAnswersTest::answer));
    try (WireClient client = WireClient.secureOf(service)) {
      client.send(head("POST /ignored"));
      assertTrue(client.read().closes());
      assertTrue(client.readEnd());
      assertTaken(client);
    }
  }

  @Test
  void what_a_client_sends_behind_an_answer_that_waits_for_nothing_is_taken_too() throws Exception {
    HttpService service =
        services.start(b ->
            b.nonBlocking(_ -> CompletableFuture.completedFuture(Response.text(200, "never"))));
    try (WireClient client = WireClient.of(service)) {
      client.send(head("POST /read"));
      assertEquals(413, client.read().status());
      assertTrue(client.readEnd());
      assertTaken(client);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: x\r\nA: ",
        "POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n"
      })
  void what_a_client_sends_behind_the_answer_that_it_is_too_slow_is_taken(String begun)
      throws Exception {
    HttpService service = services.start(EarlyAnswersTest::impatient);
    try (WireClient client = WireClient.of(service)) {
      assertTakenAfterTimeout(service, client, begun);
    }
  }

  @Test
  void what_a_client_sends_behind_the_answer_that_it_is_too_slow_is_taken_in_tls_too(
      @TempDir Path folder) throws Exception {
    TestTls.fill(folder, "server");
    HttpService service = services.start(b -> impatient(b).tls(TestTls.config(folder)));
    try (WireClient client = WireClient.secureOf(service)) {
      assertTakenAfterTimeout(service, client, "GET / HTTP/1.1\r\nHost: x\r\nA: ");
    }
  }

  private static HttpService.Builder impatient(HttpService.Builder builder) {
    HttpTimeouts timeouts =
        HttpTimeouts.DEFAULTS.withHead(Duration.ofSeconds(2)).withStall(Duration.ofSeconds(1));
    return builder
        .options(HttpOptions.DEFAULTS.withMaxBodyBytes(100_000_000).with(timeouts))
        .handler(EarlyAnswersTest::answer);
  }

  // Its head, if it has no end yet, gets one too, and it is not executed.
  private static void assertTakenAfterTimeout(HttpService service, WireClient client, String begun)
      throws IOException {
    client.send(begun);
    assertEquals(408, client.read().status());
    assertTrue(client.readEnd());
    Await.until("forgotten", () -> service.activity().inFlight() == 0);
    client.send("b\r\n\r\n");
    assertTaken(client);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /",
        "GET / HTTP/1.1\r\nHost: x\r\nA: ",
        "NONSENSE\r\n\r\n",
        "POST /a/..;/b HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n"
      })
  void what_a_client_sends_behind_the_answer_to_a_head_that_is_refused_is_taken(String begun)
      throws Exception {
    HttpService service = services.start(b -> b.handler(EarlyAnswersTest::answer));
    try (WireClient client = WireClient.of(service)) {
      client.send(begun);
      assertTaken(client, BEYOND_A_HEAD);
      WireClient.Answer answer = client.read();
      assertTrue(answer.status() >= 400 && answer.closes(), answer.toString());
      assertTrue(client.readEnd());
      assertTaken(client, BEYOND_A_HEAD);
    }
  }

  @Test
  void what_a_client_sends_behind_the_answer_to_a_head_that_is_refused_is_taken_in_tls_too(
      @TempDir Path folder) throws Exception {
    TestTls.fill(folder, "server");
    HttpService service =
        services.start(b -> b.tls(TestTls.config(folder)).handler(EarlyAnswersTest::answer));
    try (WireClient client = WireClient.secureOf(service)) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\nA: ");
      assertTaken(client, BEYOND_A_HEAD);
      assertEquals(431, client.read().status());
      assertTrue(client.readEnd());
      assertTaken(client, BEYOND_A_HEAD);
    }
  }
}
