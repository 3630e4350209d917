package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// F80: a body comes slowly, or stands still, or has no end. It is answered with 408 once it is too
/// slow and with 413 once it is too large.
@Timeout(60)
class F80SlowBodyTest {

  private static final String CHUNKED =
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

  private HttpService service;

  @BeforeEach
  void start() throws Exception {
    HttpTimeouts timeouts =
        new HttpTimeouts(
            Duration.ofSeconds(900),
            Duration.ofSeconds(30),
            Duration.ZERO,
            Duration.ofMillis(500),
            1000);
    service =
        HttpService.builder("api")
            .listen(ListenAddress.tcp("127.0.0.1", 0))
            .options(HttpOptions.DEFAULTS.withMaxBodyBytes(100_000).with(timeouts))
            .handler(request -> Response.text(200, "" + request.bytes().length))
            .build();
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop();
  }

  private WireClient client() throws IOException {
    return WireClient.connect(service.boundAddresses().getFirst());
  }

  @Test
  void a_body_that_trickles_is_refused() throws Exception {
    try (WireClient slow = client()) {
      slow.send(CHUNKED);
      slow.trickle("1\r\na\r\n");
      WireClient.Answer answer = slow.read();
      assertEquals(408, answer.status());
      assertTrue(answer.body().contains("the body came too slowly"), answer.body());
      assertTrue(answer.closes());
    }
  }

  @Test
  void a_body_that_stands_still_is_refused() throws Exception {
    try (WireClient slow = client()) {
      slow.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
      assertEquals(408, slow.read().status());
    }
    Await.until("forgotten", () -> service.activity().inFlight() == 0);
  }

  @Test
  void a_body_without_end_is_refused_at_the_limit() throws Exception {
    try (WireClient endless = client()) {
      endless.send(CHUNKED);
      String chunk = "1000\r\n" + "a".repeat(0x1000) + "\r\n";
      Thread.ofVirtual().start(() -> repeat(endless, chunk));
      assertEquals(413, endless.read().status());
    }
  }

  private static void repeat(WireClient to, String chunk) {
    try {
      while (true) {
        to.send(chunk);
      }
    } catch (IOException refused) {
      // The server has closed the connection.
    }
  }
}
