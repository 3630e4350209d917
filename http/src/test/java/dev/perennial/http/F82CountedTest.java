package dev.perennial.http;

import dev.perennial.service.Metrics;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// F82: what clients do to connections is counted, each of them once.
@Timeout(60)
class F82CountedTest {

  private static final HttpTimeouts SHORT =
      HttpTimeouts.DEFAULTS
          .withHead(Duration.ofMillis(500))
          .withRate(Duration.ofMillis(500), 1_000_000);

  private static final String UNFINISHED =
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc";

  @RegisterExtension private final TestServices services = new TestServices();

  @TempDir private Path folder;

  private HttpService start(HttpTimeouts timeouts) throws Exception {
    return services.start(builder -> described(builder, timeouts));
  }

  private HttpService startSecure(HttpTimeouts timeouts) throws Exception {
    TestTls.fill(folder, "server");
    return services.start(builder -> described(builder, timeouts).tls(TestTls.config(folder)));
  }

  private static HttpService.Builder described(HttpService.Builder builder, HttpTimeouts timeouts) {
    return builder
        .options(HttpOptions.DEFAULTS.with(timeouts))
        .handler(
            Router.builder()
                .post("/", request -> Response.text(200, "" + request.bytes().length))
                .get("/large", _ -> Response.bytes(200, "text/plain", new byte[32 << 20]))
                .build());
  }

  private static long counted(String reason) {
    return Metrics.ofProcess().series().stream()
        .filter(series -> series.name().equals("http_connections_ended_total"))
        .filter(series -> series.labels().equals("service=\"api\",reason=\"" + reason + "\""))
        .mapToLong(series -> series.values().getFirst())
        .sum();
  }

  private void assertCounted(String reason, HttpService service, String text, boolean reset)
      throws Exception {
    long before = counted(reason);
    try (Socket socket = Sockets.narrow(TestServices.port(service))) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      if (reset) {
        socket.setSoLinger(true, 0);
      } else {
        Await.until(reason, () -> counted(reason) > before);
      }
    }
    Await.until(reason, () -> counted(reason) == before + 1);
  }

  @Test
  void slowness_is_counted_by_what_was_slow() throws Exception {
    HttpService plain = start(SHORT);
    assertCounted("late_head", plain, "GET / HTTP/1.1\r\n", false);
    assertCounted("slow_body", plain, UNFINISHED, false);
    assertCounted("slow_response", plain, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n", false);
    assertCounted("late_handshake", startSecure(SHORT), "", false);
  }

  // Nobody is slow there.
  @Test
  void what_is_broken_is_counted() throws Exception {
    assertCounted("reset", start(HttpTimeouts.DEFAULTS), UNFINISHED, true);
    assertCounted(
        "failed_handshake", startSecure(HttpTimeouts.DEFAULTS), "GET / HTTP/1.1\r\n\r\n", false);
  }
}
