package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// F82: clients reset their connections in the middle of a request, of a response and of a
/// handshake. They are forgotten at once, and nobody reads of it in the log.
@Timeout(60)
class F82ResetTest {

  @RegisterExtension private final TestServices services = new TestServices();

  private final CountDownLatch heard = new CountDownLatch(1);
  private final Queue<LogRecord> records = new ConcurrentLinkedQueue<>();
  private final Handler recorder = new Recorder();
  // Held, because the log manager does not.
  private final List<Logger> loggers =
      List.of(Logger.getLogger("dev.perennial.http"), Logger.getLogger("org.eclipse.jetty"));

  @TempDir Path folder;

  private final class Recorder extends Handler {
    @Override
    public void publish(LogRecord entry) {
      records.add(entry);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private HttpService plain;
  private HttpService secure;

  @BeforeEach
  void start() throws Exception {
    TestTls.fill(folder, "server");
    plain = services.start(this::described);
    secure = services.start(builder -> described(builder).tls(TestTls.config(folder)));
    loggers.forEach(logger -> logger.addHandler(recorder));
  }

  private HttpService.Builder described(HttpService.Builder builder) {
    return builder.handler(
        Router.builder()
            .post("/", request -> Response.text(200, "" + request.bytes().length))
            .get("/endless", request -> Response.stream(200, "text/plain", this::writeForEver))
            .get("/hello", request -> Response.text(200, "hello"))
            .build());
  }

  private void writeForEver(OutputStream out) throws IOException {
    try {
      while (true) {
        out.write(new byte[8192]);
        out.flush();
      }
    } catch (IOException lost) {
      heard.countDown();
      throw lost;
    }
  }

  @AfterEach
  void stopRecording() {
    loggers.forEach(logger -> logger.removeHandler(recorder));
  }

  private static void sendAndReset(HttpService to, String text) throws IOException {
    try (Socket socket = connect(to)) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.setSoLinger(true, 0);
    }
  }

  private static Socket connect(HttpService to) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress("127.0.0.1", TestServices.port(to)));
    return socket;
  }

  @Test
  void a_reset_in_a_response_is_heard_by_its_handler() throws Exception {
    try (Socket socket = connect(plain)) {
      socket
          .getOutputStream()
          .write("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertEquals('H', socket.getInputStream().read());
      socket.setSoLinger(true, 0);
    }
    heard.await();
    Await.until("forgotten", () -> plain.activity().inFlight() == 0);
  }

  @Test
  void resets_and_scans_leave_no_stack_trace_in_the_log() throws Exception {
    for (int i = 0; i < 20; i++) {
      sendAndReset(plain, "GET / HT");
      sendAndReset(plain, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc");
      sendAndReset(secure, "");
      sendAndReset(secure, "GET / HTTP/1.1\r\n\r\n");
      sendAndReset(secure, "\26\3\1\0\5hello");
    }
    try (WireClient client = WireClient.of(plain)) {
      assertEquals("hello", client.get("/hello").body());
    }
    try (WireClient client = WireClient.secureOf(secure)) {
      assertEquals("hello", client.get("/hello").body());
    }
    Await.until("forgotten", () -> plain.activity().inFlight() == 0);
    List<String> traces =
        records.stream()
            .filter(entry -> entry.getThrown() != null)
            .map(entry -> entry.getMessage() + ": " + entry.getThrown())
            .toList();
    assertEquals(List.of(), traces);
  }
}
