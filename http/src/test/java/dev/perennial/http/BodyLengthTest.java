package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The length of a body in the access log is what was sent of it, however it was made and however
/// it ended.
@Timeout(60)
class BodyLengthTest {

  private static final Pattern LENGTH = Pattern.compile("  len: (\\d+) ");
  private static final int PIECE = 1 << 20;

  @RegisterExtension private final TestServices services = new TestServices();

  private final AccessLines log = AccessLines.collect();
  private final AtomicLong written = new AtomicLong();
  private HttpService service;

  @BeforeEach
  void start() throws Exception {
    Router router =
        Router.builder()
            .get("/streamed", _ -> stream(BodyLengthTest::hello))
            .post("/upload", request -> Response.text(201, "got " + request.bytes().length))
            .get("/broken", _ -> stream(out -> fail(out, true)))
            .get("/unsent", _ -> stream(out -> fail(out, false)))
            .get("/status/{code}", r -> Response.text(code(r), "nobody gets this"))
            .get("/status/{code}/streamed", r -> stream(code(r), BodyLengthTest::hello))
            .get("/endless", _ -> stream(this::endless))
            .get("/large", _ -> Response.bytes(200, "text/plain", new byte[16 * PIECE]))
            .build();
    service = services.start(b -> b.handler(router));
  }

  @AfterEach
  void close() {
    log.close();
  }

  private static Response stream(Response.Writer writer) {
    return stream(200, writer);
  }

  private static Response stream(int status, Response.Writer writer) {
    return Response.stream(status, "text/plain", writer);
  }

  private static int code(Request request) {
    return Integer.parseInt(request.pathParameter("code"));
  }

  private static void hello(OutputStream out) throws IOException {
    out.write("hello".getBytes(StandardCharsets.US_ASCII));
    out.flush();
    out.write(" you".getBytes(StandardCharsets.US_ASCII));
  }

  private static void fail(OutputStream out, boolean afterFlush) throws IOException {
    out.write("hello".getBytes(StandardCharsets.US_ASCII));
    if (afterFlush) {
      out.flush();
      out.write(" you".getBytes(StandardCharsets.US_ASCII));
    }
    throw new IllegalStateException("the inside");
  }

  private void endless(OutputStream out) throws IOException {
    while (true) {
      out.write(new byte[PIECE]);
      out.flush();
      written.addAndGet(PIECE);
    }
  }

  private long logged(String part) {
    Matcher length = LENGTH.matcher(log.await(part));
    assertTrue(length.find());
    return Long.parseLong(length.group(1));
  }

  @Test
  void of_one_that_is_streamed_it_has_no_sizes_of_chunks_in_it() throws Exception {
    try (WireClient client = WireClient.of(service)) {
      WireClient.Answer answer = client.get("/streamed");
      assertEquals("chunked", answer.headers().get("transfer-encoding"));
      assertEquals(answer.body().length(), logged("GET /streamed"));
    }
  }

  @Test
  void of_one_that_ends_with_its_connection_it_is_the_same() throws Exception {
    try (WireClient client = WireClient.of(service)) {
      client.send("GET /streamed HTTP/1.0\r\n\r\n");
      assertEquals("", client.read().body());
      assertEquals("hello you", client.readRest());
      assertEquals(9, logged("GET /streamed HTTP/1.0"));
    }
  }

  @Test
  void of_an_upload_it_is_that_of_the_answer() throws Exception {
    try (WireClient client = WireClient.of(service)) {
      assertEquals("got 100000", client.post("/upload", "x/y", "a".repeat(100_000)).body());
      assertEquals("got 100000".length(), logged("POST /upload"));
    }
  }

  @Test
  void of_one_whose_writer_fails_it_is_what_was_sent_before() throws Exception {
    try (WireClient client = WireClient.of(service)) {
      client.send("GET /broken HTTP/1.1\r\nHost: x\r\n\r\n");
      client.readHead();
      assertEquals("5\r\nhello", client.readRest());
      assertEquals(5, logged("GET /broken"));
    }
  }

  @Test
  void of_one_whose_writer_fails_before_anything_is_sent_it_is_that_of_the_error()
      throws Exception {
    try (WireClient client = WireClient.of(service)) {
      WireClient.Answer answer = client.get("/unsent");
      assertEquals(500, answer.status());
      assertEquals(answer.body().length(), logged("GET /unsent"));
    }
  }

  @ParameterizedTest
  @CsvSource({"/status/204", "/status/304", "/status/204/streamed", "/status/304/streamed"})
  void of_a_status_without_a_body_it_is_nothing(String path) throws Exception {
    try (WireClient client = WireClient.of(service)) {
      client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      client.readHead();
      assertEquals("", client.readRest());
      assertEquals(0, logged("GET " + path));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/endless", "/large"})
  void of_one_whose_client_leaves_it_is_not_what_was_still_to_be_sent(String path)
      throws Exception {
    try (Socket socket = Sockets.narrow(TestServices.port(service))) {
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      assertEquals('H', socket.getInputStream().read());
      socket.setSoLinger(true, 0);
    }
    long length = logged("GET " + path);
    long most = path.equals("/large") ? 16 * PIECE : written.get() + PIECE;
    assertTrue(written.get() <= length && length < most, () -> length + " of " + most);
  }
}
