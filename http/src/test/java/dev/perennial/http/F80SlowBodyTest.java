package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// F80: a body comes slowly, or stands still, or has no end. It is answered with 408 once it is too
/// slow and with 413 once it is too large. While it is waited for it holds no place.
@Timeout(60)
class F80SlowBodyTest {

  private static final String CHUNKED =
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

  @RegisterExtension private final TestServices services = new TestServices();

  private HttpService service;

  @BeforeEach
  void start() throws Exception {
    HttpTimeouts timeouts = HttpTimeouts.DEFAULTS.withRate(Duration.ofMillis(500), 1000);
    service =
        services.start(b ->
            b.options(HttpOptions.DEFAULTS.withMaxBodyBytes(100_000).with(timeouts))
                .handler(request -> Response.text(200, "" + request.bytes().length)));
  }

  @Test
  void a_body_that_trickles_is_refused() throws Exception {
    try (WireClient slow = WireClient.of(service)) {
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
    try (WireClient slow = WireClient.of(service)) {
      slow.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
      assertEquals(408, slow.read().status());
    }
    Await.until("forgotten", () -> service.activity().inFlight() == 0);
  }

  @Test
  void a_body_without_end_is_refused_at_the_limit() throws Exception {
    // Not sooner for being slow, where this machine is.
    HttpService patient =
        services.start(b ->
            b.options(HttpOptions.DEFAULTS.withMaxBodyBytes(100_000))
                .handler(request -> Response.text(200, "" + request.bytes().length)));
    try (WireClient endless = WireClient.of(patient)) {
      endless.send(CHUNKED);
      String chunk = "1000\r\n" + "a".repeat(0x1000) + "\r\n";
      Thread.ofVirtual().start(() -> repeat(endless, chunk));
      assertEquals(413, endless.read().status());
    }
  }

  @Test
  void others_are_answered_while_one_place_waits_for_a_body() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    HttpService one = onePlace(begun);
    try (WireClient slow = WireClient.of(one);
        WireClient other = WireClient.of(one)) {
      slow.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
      begun.await();
      for (int i = 0; i < 20; i++) {
        assertEquals("2", other.post("/", "text/plain", "ab").body());
      }
      slow.send("defghij");
      assertEquals("10", slow.read().body());
      assertEquals("2", other.post("/", "text/plain", "ab").body());
    }
  }

  private HttpService onePlace(CountDownLatch begun) throws Exception {
    return services.start(b ->
        b.options(HttpOptions.DEFAULTS.with(new HttpLimits(1 << 20, 16384, 8192, 1, 10)))
            .handler(request -> {
              begun.countDown();
              return Response.text(200, "" + request.bytes().length);
            }));
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
