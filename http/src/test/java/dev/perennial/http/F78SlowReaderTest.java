package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.Deadline;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// F78: a client asks for much and reads nothing of it. Its connection ends, others do not notice,
/// and a drain does not wait for it beyond its deadline.
@Timeout(60)
class F78SlowReaderTest {

  private static final Duration LONG = Duration.ofSeconds(900);
  private static final byte[] LARGE = new byte[32 << 20];

  @RegisterExtension private final TestServices services = new TestServices();

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch cutOff = new CountDownLatch(1);
  private HttpService service;

  private void start(HttpTimeouts timeouts) throws Exception {
    start(HttpOptions.DEFAULTS.with(timeouts));
  }

  private void start(HttpOptions options) throws Exception {
    service =
        services.start(b ->
            b.options(options)
                .handler(
                    Router.builder()
                        .get("/large", _ -> large())
                        .get("/stream", request -> Response.stream(200, "text/plain", this::write))
                        .get("/hello", request -> Response.text(200, "hello"))
                        .build()));
  }

  private Response large() {
    begun.countDown();
    return Response.bytes(200, "text/plain", LARGE);
  }

  private void write(java.io.OutputStream out) throws IOException {
    begun.countDown();
    try {
      out.write(LARGE);
    } catch (IOException failure) {
      cutOff.countDown();
      throw failure;
    }
  }

  private Socket beginToAsk(String path) throws IOException {
    Socket socket = Sockets.narrow(TestServices.port(service));
    String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static HttpTimeouts grace(Duration grace) {
    return HttpTimeouts.DEFAULTS.withRate(grace, 1_000_000_000);
  }

  @Test
  void a_response_that_nobody_reads_is_given_up() throws Exception {
    start(grace(Duration.ofMillis(100)));
    try (Socket _ = beginToAsk("/large")) {
      begun.await();
      Await.until("it is given up", () -> service.activity().inFlight() == 0);
    }
  }

  // At this rate the buffers of the kernel alone pay for minutes.
  @Test
  void a_response_that_stands_still_is_given_up_however_much_has_gone() throws Exception {
    start(HttpTimeouts.DEFAULTS.withStall(Duration.ofMillis(500)).withRate(LONG, 1));
    try (Socket _ = beginToAsk("/stream")) {
      cutOff.await();
      Await.until("it is given up", () -> service.activity().inFlight() == 0);
    }
  }

  @Test
  void a_handler_that_streams_hears_that_nobody_reads() throws Exception {
    start(grace(Duration.ofMillis(100)));
    try (Socket _ = beginToAsk("/stream")) {
      cutOff.await();
    }
  }

  @Test
  void others_are_answered_meanwhile() throws Exception {
    start(HttpTimeouts.DEFAULTS);
    try (Socket _ = beginToAsk("/large");
        WireClient other = WireClient.of(service)) {
      Await.until("it has begun", () -> service.activity().inFlight() == 1);
      for (int i = 0; i < 100; i++) {
        assertEquals("hello", other.get("/hello").body());
      }
      // The last answer is here a moment before its request is over.
      Await.until("the slow one alone", () -> service.activity().inFlight() == 1);
    }
  }

  @Test
  void others_are_answered_while_one_place_waits_for_a_reader() throws Exception {
    HttpLimits one = new HttpLimits(1 << 20, 16384, 8192, 1, 10);
    start(HttpOptions.DEFAULTS.with(one));
    try (Socket _ = beginToAsk("/stream");
        WireClient other = WireClient.of(service)) {
      begun.await();
      for (int i = 0; i < 20; i++) {
        assertEquals("hello", other.get("/hello").body());
      }
    }
  }

  @Test
  void a_drain_ends_at_its_deadline_all_the_same() throws Exception {
    start(HttpTimeouts.DEFAULTS);
    try (Socket _ = beginToAsk("/large")) {
      Await.until("it has begun", () -> service.activity().inFlight() == 1);
      Deadline deadline = Deadline.after(Duration.ofMillis(200));
      service.drain(deadline);
      assertTrue(deadline.passed());
    }
  }
}
