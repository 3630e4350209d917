package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Answers that take longer than a connection may idle. Who waits for one does not idle.
@Timeout(60)
class LongAnswersTest {

  private static final HttpOptions OPTIONS =
      HttpOptions.DEFAULTS.withIdleTimeout(Duration.ofSeconds(3));

  private static final String WAIT = "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String STREAM = "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String LATE =
      "POST /late HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";

  @RegisterExtension private final TestServices services = new TestServices();

  @TempDir Path folder;

  private final CountDownLatch begun = new CountDownLatch(4);
  private final CountDownLatch release = new CountDownLatch(1);

  private HttpService.Builder described(HttpService.Builder builder) {
    return builder
        .options(OPTIONS)
        .handler(
            Router.builder()
                .get("/wait", _ -> waited())
                .get("/stream", _ -> Response.stream(200, "text/plain", this::pausing))
                .post("/late", this::readLate)
                .post("/", request -> Response.text(200, "" + request.bytes().length))
                .build());
  }

  private Response waited() throws InterruptedException {
    begun.countDown();
    release.await();
    return Response.text(200, "waited");
  }

  private Response readLate(Request request) throws Exception {
    waited();
    return Response.text(200, "read " + request.bytes().length);
  }

  private void pausing(OutputStream out) throws IOException {
    out.write("be".getBytes(StandardCharsets.US_ASCII));
    out.flush();
    begun.countDown();
    try {
      release.await();
    } catch (InterruptedException stopped) {
      throw new IOException(stopped);
    }
    out.write("hind".getBytes(StandardCharsets.US_ASCII));
  }

  // A connection that has begun to idle later than all others, and is closed.
  private static void outlastIdleTimeout(HttpService service) throws IOException {
    try (WireClient idle = WireClient.of(service)) {
      assertTrue(idle.readEnd());
    }
  }

  @Test
  void a_handler_may_take_longer_than_a_connection_may_idle() throws Exception {
    TestTls.fill(folder, "server");
    HttpService plain = services.start(this::described);
    HttpService secure = services.start(b -> described(b).tls(TestTls.config(folder)));
    try (WireClient waiting = asking(WireClient.of(plain), WAIT);
        WireClient reading = asking(WireClient.of(plain), LATE);
        WireClient streaming = asking(WireClient.of(plain), STREAM);
        WireClient encrypted = asking(WireClient.secureOf(secure), WAIT)) {
      begun.await();
      outlastIdleTimeout(plain);
      release.countDown();
      assertEquals("waited", waiting.read().body());
      assertEquals("read 3", reading.read().body());
      assertEquals("behind", streaming.read().body());
      assertEquals("waited", encrypted.read().body());
      for (WireClient client : List.of(waiting, reading, streaming, encrypted)) {
        assertEquals("waited", client.read().body());
      }
    }
  }

  // The second question is there before the first is answered: were it sent afterwards, a test that
  // is held up would find its connections idle, and rightly closed.
  private static WireClient asking(WireClient client, String first) throws IOException {
    client.send(first + WAIT);
    return client;
  }

  @Test
  void a_handler_that_never_waits_may_be_completed_later_than_a_connection_may_idle()
      throws Exception {
    CompletableFuture<CompletableFuture<Response>> asked = new CompletableFuture<>();
    HttpService service =
        services.start(b ->
            b.options(OPTIONS)
                .nonBlocking(request -> {
                  CompletableFuture<Response> answer = new CompletableFuture<>();
                  return asked.complete(answer)
                      ? answer
                      : CompletableFuture.completedFuture(Response.text(200, request.path()));
                }));
    try (WireClient waiting = WireClient.of(service)) {
      waiting.send(WAIT + "GET /next HTTP/1.1\r\nHost: x\r\n\r\n");
      CompletableFuture<Response> answer = asked.get();
      outlastIdleTimeout(service);
      answer.complete(Response.text(200, "completed"));
      assertEquals("completed", waiting.read().body());
      assertEquals("/next", waiting.read().body());
    }
  }

  @Test
  void a_body_that_does_not_come_is_not_waited_for_any_longer() throws Exception {
    HttpService service = services.start(this::described);
    try (WireClient idle = WireClient.of(service)) {
      idle.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc");
      assertEquals(408, idle.read().status());
    }
  }
}
