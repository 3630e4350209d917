package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the clients get of the requests that a stop cuts off.
@Timeout(60)
class StopAnswersTest {

  @RegisterExtension private final TestServices services = new TestServices();

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void release() {
    release.countDown();
  }

  private HttpService.Builder described(HttpService.Builder builder) {
    return builder.handler(
        Router.builder()
            .any("/waits", _ -> waits())
            .any("/stuck", _ -> stuck())
            .post("/reads", this::reads)
            .get("/begun", _ -> Response.stream(200, "text/plain", this::begin))
            .build());
  }

  private HttpService start() throws Exception {
    return services.start(this::described);
  }

  private Response waits() throws InterruptedException {
    entered.countDown();
    release.await();
    return Response.text(200, "waited");
  }

  private Response stuck() {
    entered.countDown();
    while (true) {
      try {
        release.await();
        return Response.text(200, "stuck");
      } catch (InterruptedException ignored) {
        // As a handler does that does not want to end.
      }
    }
  }

  private Response reads(Request request) throws IOException {
    entered.countDown();
    return Response.text(200, "" + request.bytes().length);
  }

  private void begin(OutputStream out) throws IOException {
    out.write("half".getBytes(StandardCharsets.US_ASCII));
    out.flush();
    entered.countDown();
    stuck();
  }

  private void assertCutOff(HttpService service, WireClient client) throws Exception {
    entered.await();
    service.stop();
    WireClient.Answer answer = client.read();
    assertEquals(503, answer.status());
    assertTrue(answer.closes());
    String id = answer.headers().get("x-openstack-request-id");
    assertTrue(answer.body().contains("\"" + id + "\""), answer.body());
    assertTrue(answer.body().contains("the server is stopping"), answer.body());
    assertTrue(client.readEnd());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /waits HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /stuck HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /waits HTTP/1.1\r\nHost: x\r\n\r\nGET /waits HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /waits HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
        "POST /reads HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"
      })
  void a_request_without_an_answer_is_told_that_it_gets_none(String request) throws Exception {
    HttpService service = start();
    try (WireClient client = WireClient.of(service);
        LogLines log = LogLines.collect()) {
      client.send(request);
      assertCutOff(service, client);
      release.countDown();
      Await.until("forgotten", () -> service.activity().inFlight() == 0);
      assertEquals(0, log.with("failed").size());
    }
  }

  @Test
  void so_is_one_in_tls(@TempDir Path folder) throws Exception {
    TestTls.fill(folder, "server");
    HttpService service = services.start(b -> described(b).tls(TestTls.config(folder)));
    try (WireClient client = WireClient.secureOf(service)) {
      client.send("GET /stuck HTTP/1.1\r\nHost: x\r\n\r\n");
      assertCutOff(service, client);
    }
  }

  @Test
  void so_is_one_for_which_no_thread_waits() throws Exception {
    CompletableFuture<Response> never = new CompletableFuture<>();
    HttpService service =
        services.start(b ->
            b.nonBlocking(_ -> {
              entered.countDown();
              return never;
            }));
    try (WireClient client = WireClient.of(service)) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      assertCutOff(service, client);
      never.complete(Response.text(200, "late"));
      Await.until("forgotten", () -> service.activity().inFlight() == 0);
    }
  }

  @Test
  void one_without_an_answer_to_head_gets_no_body() throws Exception {
    HttpService service = start();
    try (WireClient client = WireClient.of(service)) {
      client.send("HEAD /waits HTTP/1.1\r\nHost: x\r\n\r\n");
      entered.await();
      service.stop();
      assertEquals(503, client.readHead().status());
      assertTrue(client.readEnd());
    }
  }

  @Test
  void the_access_log_says_what_the_client_got() throws Exception {
    HttpService service = start();
    try (WireClient client = WireClient.of(service);
        AccessLines log = AccessLines.collect()) {
      client.send("GET /stuck HTTP/1.1\r\nHost: x\r\n\r\n");
      entered.await();
      service.stop();
      int length = client.read().body().length();
      release.countDown();
      String line = log.await("GET /stuck");
      assertTrue(line.contains("status: 503  len: " + length + " "), line);
    }
  }

  @Test
  void an_answer_that_has_begun_has_no_last_chunk() throws Exception {
    HttpService service = start();
    try (WireClient client = WireClient.of(service)) {
      client.send("GET /begun HTTP/1.1\r\nHost: x\r\n\r\n");
      entered.await();
      service.stop();
      assertThrows(EOFException.class, client::read);
    }
  }

  @Test
  void an_answer_that_would_end_with_its_connection_ends_in_a_reset() throws Exception {
    HttpService service = start();
    try (WireClient client = WireClient.of(service)) {
      client.send("GET /begun HTTP/1.0\r\n\r\n");
      client.readHead();
      client.readExactly(4);
      service.stop();
      assertThrows(SocketException.class, client::readRest);
    }
  }
}
