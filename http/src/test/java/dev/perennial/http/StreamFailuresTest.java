package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.io.EofException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is logged of bodies that are written while they are sent, and break off.
@Timeout(60)
class StreamFailuresTest {

  private static final byte[] GET =
      "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @RegisterExtension private final TestServices services = new TestServices();

  private final CountDownLatch heard = new CountDownLatch(1);

  private HttpService start(HttpTimeouts timeouts, Response response) throws Exception {
    return services.start(
        b -> b.options(HttpOptions.DEFAULTS.with(timeouts)).handler(_ -> response));
  }

  private Response endless() {
    return Response.stream(200, "text/plain", this::wrapping);
  }

  // As writers of JSON and the like do.
  private void wrapping(OutputStream out) {
    try {
      while (true) {
        out.write(new byte[8192]);
        out.flush();
      }
    } catch (IOException lost) {
      heard.countDown();
      throw new IllegalStateException("cannot write", new UncheckedIOException(lost));
    }
  }

  private void assertQuiet(HttpService service, LogLines log) throws InterruptedException {
    heard.await();
    Await.until("forgotten", () -> service.activity().inFlight() == 0);
    assertEquals(List.of(), log.with("failed"));
  }

  @Test
  void a_client_that_leaves_is_no_news_however_the_writer_wraps_that() throws Exception {
    HttpService service = start(HttpTimeouts.DEFAULTS, endless());
    try (LogLines log = LogLines.collect()) {
      try (Socket socket = Sockets.narrow(TestServices.port(service))) {
        socket.getOutputStream().write(GET);
        assertEquals('H', socket.getInputStream().read());
        socket.setSoLinger(true, 0);
      }
      assertQuiet(service, log);
    }
  }

  @Test
  void a_client_that_does_not_read_is_no_news_either() throws Exception {
    HttpService service =
        start(HttpTimeouts.DEFAULTS.withRate(Duration.ofMillis(100), 1_000_000_000), endless());
    try (LogLines log = LogLines.collect();
        Socket socket = Sockets.narrow(TestServices.port(service))) {
      socket.getOutputStream().write(GET);
      assertQuiet(service, log);
    }
  }

  @Test
  void another_connection_of_the_writer_that_breaks_is_told_of() throws Exception {
    HttpService service =
        start(
            HttpTimeouts.DEFAULTS,
            Response.stream(
                200,
                "text/plain",
                _ -> {
                  throw new EofException("another server");
                }));
    try (LogLines log = LogLines.collect();
        WireClient client = WireClient.of(service)) {
      assertEquals(500, client.get("/other").status());
      assertEquals(1, log.with("GET /other failed").size());
    }
  }

  @Test
  void more_than_was_announced_is_told_of() throws Exception {
    HttpService service =
        start(
            HttpTimeouts.DEFAULTS,
            Response.stream(
                    200, "text/plain", out -> out.write("abc".getBytes(StandardCharsets.US_ASCII)))
                .withHeader("Content-Length", "2"));
    try (LogLines log = LogLines.collect();
        WireClient client = WireClient.of(service)) {
      assertEquals(500, client.get("/more").status());
      assertEquals(1, log.with("GET /more failed").size());
    }
  }

  @Test
  void a_client_that_does_not_send_the_body_that_the_writer_reads_is_told_and_is_no_news()
      throws Exception {
    HttpService service =
        services.start(b ->
            b.handler(request -> Response.stream(200, "text/plain", request.body()::transferTo)));
    try (LogLines log = LogLines.collect();
        WireClient client = WireClient.of(service)) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc");
      client.endSending();
      assertEquals(400, client.read().status());
      assertEquals(List.of(), log.with("failed"));
    }
  }

  @Test
  void a_writer_that_a_stop_interrupts_is_no_news() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    HttpService service =
        start(
            HttpTimeouts.DEFAULTS,
            Response.stream(
                200,
                "text/plain",
                out -> {
                  try {
                    out.write(1);
                    out.flush();
                    writing.countDown();
                    new CountDownLatch(1).await();
                  } catch (InterruptedException stopped) {
                    heard.countDown();
                    throw new IllegalStateException(stopped);
                  }
                }));
    try (LogLines log = LogLines.collect();
        WireClient client = WireClient.of(service)) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      writing.await();
      service.stop();
      assertQuiet(service, log);
    }
  }

  @Test
  void a_class_that_a_writer_misses_is_a_failure_like_any_other() throws Exception {
    HttpService service =
        start(
            HttpTimeouts.DEFAULTS,
            Response.stream(
                200,
                "text/plain",
                _ -> {
                  throw new NoClassDefFoundError("Renderer");
                }));
    try (LogLines log = LogLines.collect();
        WireClient client = WireClient.of(service)) {
      WireClient.Answer answer = client.get("/missing");
      assertEquals(500, answer.status());
      assertEquals(Problem.MEDIA_TYPE, answer.headers().get("content-type"));
      assertEquals(1, log.with("GET /missing failed").size());
    }
  }
}
