package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies whose writer fails half-way: no client takes what it has got of one for the whole.
@Timeout(60)
class BrokenBodiesTest {

  private static final String CLOSE = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

  @RegisterExtension private final TestServices services = new TestServices();

  // Until then the client has not read what comes before the failure.
  private final CountDownLatch read = new CountDownLatch(1);

  private HttpService start() throws Exception {
    return services.start(this::described);
  }

  private HttpService.Builder described(HttpService.Builder builder) {
    return builder.handler(
        Router.builder()
            .get("/chunked", _ -> stream(this::halves))
            .get("/length", _ -> stream(this::halves).withHeader("Content-Length", "8"))
            .get("/short", _ -> stream(BrokenBodiesTest::half).withHeader("Content-Length", "8"))
            .get("/wrapped", _ -> stream(BrokenBodiesTest::wrapped))
            .get("/whole", _ -> stream(BrokenBodiesTest::whole))
            .build());
  }

  private static Response stream(Response.Writer writer) {
    return Response.stream(200, "text/plain", writer);
  }

  private static void half(OutputStream out) throws IOException {
    out.write("half".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private void halves(OutputStream out) throws IOException {
    half(out);
    try {
      read.await();
    } catch (InterruptedException stopped) {
      throw new IOException(stopped);
    }
    throw new IllegalStateException("half-way");
  }

  // Closes what it writes to on its way out, as writers do that know nothing of responses.
  private static void wrapped(OutputStream out) {
    try (PrintWriter text =
        new PrintWriter(new OutputStreamWriter(out, StandardCharsets.US_ASCII))) {
      text.print("half");
      text.flush();
      throw new IllegalStateException("half-way");
    }
  }

  private static void whole(OutputStream out) throws IOException {
    try (out) {
      half(out);
      half(out);
    }
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"/chunked", "/wrapped"})
  void one_in_chunks_has_no_last_chunk(String path) throws Exception {
    read.countDown();
    try (WireClient client = WireClient.of(start())) {
      client.send(get(path));
      client.readHead();
      assertEquals("4\r\nhalf", client.readRest());
    }
  }

  @Test
  void one_in_chunks_has_no_last_chunk_where_its_connection_was_to_be_closed() throws Exception {
    read.countDown();
    try (WireClient client = WireClient.of(start())) {
      client.send("GET /chunked" + CLOSE);
      WireClient.Answer head = client.readHead();
      assertTrue(head.closes());
      assertEquals("chunked", head.headers().get("transfer-encoding"));
      assertEquals("4\r\nhalf", client.readRest());
    }
  }

  @Test
  void one_that_is_whole_ends_in_a_last_chunk_though_its_connection_is_closed() throws Exception {
    try (WireClient client = WireClient.of(start())) {
      client.send("GET /whole" + CLOSE);
      assertEquals("halfhalf", client.read().body());
      assertTrue(client.readEnd());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/length", "/short"})
  void one_with_a_length_is_shorter(String path) throws Exception {
    read.countDown();
    try (WireClient client = WireClient.of(start());
        LogLines log = LogLines.collect()) {
      client.send(get(path));
      assertThrows(EOFException.class, client::read);
      assertEquals(1, log.with("GET " + path + " failed").size());
    }
  }

  @Test
  void one_that_ends_with_its_connection_ends_in_a_reset() throws Exception {
    try (WireClient client = WireClient.of(start())) {
      assertReset(client);
    }
  }

  @Test
  void one_that_ends_with_its_connection_ends_in_a_reset_in_tls_too(@TempDir Path folder)
      throws Exception {
    TestTls.fill(folder, "server");
    HttpService service = services.start(b -> described(b).tls(TestTls.config(folder)));
    try (WireClient client = WireClient.secureOf(service)) {
      assertReset(client);
    }
  }

  private void assertReset(WireClient client) throws IOException {
    client.send("GET /chunked HTTP/1.0\r\n\r\n");
    assertFalse(client.readHead().headers().containsKey("transfer-encoding"));
    client.readExactly(4);
    read.countDown();
    assertThrows(SocketException.class, client::readRest);
  }

  @Test
  void one_that_is_whole_and_ends_with_its_connection_does_not() throws Exception {
    try (WireClient client = WireClient.of(start())) {
      client.send("GET /whole HTTP/1.0\r\n\r\n");
      client.readHead();
      assertEquals("halfhalf", client.readRest());
    }
  }
}
