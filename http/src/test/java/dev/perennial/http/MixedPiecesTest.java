package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies that are written in small pieces and large ones by turns, to clients that read slowly or
/// not at all.
@Timeout(60)
class MixedPiecesTest {

  private static final int LARGE = 1 << 20;
  private static final int TURNS = 8;
  private static final byte[] SMALL = "small".getBytes(StandardCharsets.US_ASCII);
  private static final int WHOLE = TURNS * (LARGE + 5);

  @RegisterExtension private final TestServices services = new TestServices();

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch cutOff = new CountDownLatch(1);

  private HttpService start(HttpTimeouts timeouts) throws Exception {
    return services.start(b -> described(b, timeouts));
  }

  private HttpService.Builder described(HttpService.Builder builder, HttpTimeouts timeouts) {
    return builder
        .options(HttpOptions.DEFAULTS.with(timeouts))
        .handler(
            Router.builder()
                .get("/mixed", _ -> Response.stream(200, "text/plain", this::write))
                .get("/hello", _ -> Response.text(200, "hello"))
                .build());
  }

  private void write(OutputStream out) throws IOException {
    begun.countDown();
    try {
      for (int turn = 0; turn < TURNS; turn++) {
        out.write(SMALL);
        out.write(new byte[LARGE]);
      }
    } catch (IOException lost) {
      cutOff.countDown();
      throw lost;
    }
  }

  private static Socket ask(HttpService service) throws IOException {
    Socket socket = Sockets.narrow(TestServices.port(service));
    socket
        .getOutputStream()
        .write(
            "GET /mixed HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void others_are_answered_while_a_client_reads_nothing() throws Exception {
    HttpService service = start(HttpTimeouts.DEFAULTS);
    try (Socket slow = ask(service);
        WireClient other = WireClient.of(service)) {
      begun.await();
      for (int read = 0; read < WHOLE / 2; read += 4096) {
        slow.getInputStream().readNBytes(4096);
      }
      for (int i = 0; i < 20; i++) {
        assertEquals("hello", other.get("/hello").body());
      }
    }
  }

  @Test
  void a_client_that_reads_slowly_gets_all_of_it() throws Exception {
    HttpService service = start(HttpTimeouts.DEFAULTS);
    try (WireClient slow = WireClient.of(service)) {
      assertEquals(WHOLE, slow.get("/mixed").body().length());
      assertEquals("hello", slow.get("/hello").body());
    }
  }

  @Test
  void a_client_that_reads_slowly_gets_all_of_it_in_tls_too(@TempDir Path folder) throws Exception {
    TestTls.fill(folder, "server");
    HttpService service =
        services.start(b -> described(b, HttpTimeouts.DEFAULTS).tls(TestTls.config(folder)));
    try (WireClient slow = WireClient.secureOf(service)) {
      assertEquals(WHOLE, slow.get("/mixed").body().length());
    }
  }

  @Test
  void others_are_answered_while_a_client_reads_nothing_of_an_answer_that_nobody_waits_for()
      throws Exception {
    HttpService service =
        services.start(b ->
            b.nonBlocking(request ->
                CompletableFuture.completedFuture(
                    request.path().equals("/mixed")
                        ? Response.bytes(200, "text/plain", new byte[WHOLE])
                        : Response.text(200, "hello"))));
    try (Socket slow = ask(service);
        WireClient other = WireClient.of(service)) {
      assertEquals('H', slow.getInputStream().read());
      for (int i = 0; i < 20; i++) {
        assertEquals("hello", other.get("/hello").body());
      }
      slow.getInputStream().skipNBytes(WHOLE);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, LARGE})
  void the_writer_hears_that_its_client_does_not_read_on(int bytes) throws Exception {
    HttpService service = start(HttpTimeouts.DEFAULTS.withStall(Duration.ofSeconds(3)));
    try (Socket slow = ask(service)) {
      InputStream in = slow.getInputStream();
      in.skipNBytes(bytes);
      cutOff.await();
      Await.until("it is given up", () -> service.activity().inFlight() == 0);
    }
  }
}
