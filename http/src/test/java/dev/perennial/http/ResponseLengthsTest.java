package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The length that a response announces: RFC 9110, sections 8.6, 9.3.2 and 15.4.5.
@Timeout(60)
class ResponseLengthsTest {

  private static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);

  @RegisterExtension private final TestServices services = new TestServices();

  private HttpService start() throws Exception {
    return services.start(b -> b.handler(ResponseLengthsTest::answer));
  }

  private HttpService startNonBlocking() throws Exception {
    return services.start(
        b -> b.nonBlocking(request -> CompletableFuture.completedFuture(answer(request))));
  }

  private static Response answer(Request request) throws IOException {
    return switch (request.path()) {
      case "/empty" -> Response.empty(200);
      case "/created" -> Response.empty(201);
      case "/204" -> Response.empty(204);
      case "/304" -> Response.empty(304);
      case "/304/length" -> Response.empty(304).withHeader("Content-Length", "3");
      case "/304/body" -> Response.bytes(304, "text/plain", ABC);
      case "/204/body" -> Response.bytes(204, "text/plain", ABC);
      case "/204/length" -> Response.empty(204).withHeader("Content-Length", "3");
      case "/304/stream" -> stream(304);
      case "/204/stream" -> stream(204);
      case "/less" -> Response.bytes(200, "text/plain", ABC).withHeader("Content-Length", "4");
      case "/more" -> Response.bytes(200, "text/plain", ABC).withHeader("Content-Length", "2");
      case "/equal" -> Response.bytes(200, "text/plain", ABC).withHeader("Content-Length", "3");
      case "/announced" ->
          Response.bytes(200, "text/plain", request.method().equals("HEAD") ? new byte[0] : ABC)
              .withHeader("Content-Length", "3");
      case "/stream" -> stream(200);
      case "/stream/equal" -> stream(200).withHeader("Content-Length", "3");
      case "/stream/less" -> stream(200).withHeader("Content-Length", "4");
      case "/stream/later" ->
          Response.stream(200, "text/plain", ResponseLengthsTest::writeTwice)
              .withHeader("Content-Length", "4");
      case "/read" -> Response.text(200, "" + request.bytes().length);
      default -> Response.bytes(200, "text/plain", ABC);
    };
  }

  private static Response stream(int status) {
    return Response.stream(status, "text/plain", out -> out.write(ABC));
  }

  private static void writeTwice(OutputStream out) throws IOException {
    out.write(ABC);
    out.flush();
    out.write(ABC);
  }

  private static int bodyLength(Map<String, String> headers, String line) {
    return line.contains("/204") || line.contains("/304")
        ? 0
        : Integer.parseInt(headers.get("content-length"));
  }

  private static Map<String, String> head(HttpService service, String line) throws IOException {
    try (WireClient client = WireClient.of(service)) {
      client.send(line + " HTTP/1.1\r\nHost: x\r\n\r\n");
      Map<String, String> headers = client.readHead().headers();
      client.readExactly(line.startsWith("HEAD") ? 0 : bodyLength(headers, line));
      assertEquals("abc", client.get("/").body(), "the next answer");
      return headers;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/204",
        "/204/body",
        "/204/length",
        "/204/stream",
        "/304",
        "/304/body",
        "/304/stream"
      })
  void a_status_without_a_body_announces_none(String path) throws Exception {
    assertFalse(head(start(), "GET " + path).containsKey("content-length"));
    assertFalse(head(start(), "HEAD " + path).containsKey("content-length"));
    if (!path.endsWith("stream")) {
      assertFalse(head(startNonBlocking(), "GET " + path).containsKey("content-length"));
    }
  }

  @Test
  void what_has_not_been_modified_may_announce_what_it_would_have() throws Exception {
    assertEquals("3", head(start(), "GET /304/length").get("content-length"));
    assertEquals("3", head(start(), "HEAD /304/length").get("content-length"));
    assertEquals("3", head(startNonBlocking(), "GET /304/length").get("content-length"));
  }

  @ParameterizedTest
  @CsvSource({"/, 3", "/empty, 0", "/created, 0", "/equal, 3", "/stream/equal, 3", "/announced, 3"})
  void a_head_request_gets_the_length_that_get_would(String path, String length) throws Exception {
    assertEquals(length, head(start(), "GET " + path).get("content-length"));
    assertEquals(length, head(start(), "HEAD " + path).get("content-length"));
  }

  @Test
  void a_head_request_gets_no_length_that_is_made_up() throws Exception {
    assertFalse(head(start(), "HEAD /stream").containsKey("content-length"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /less", "GET /more", "HEAD /less", "HEAD /more"})
  void another_length_than_the_body_has_is_a_failure(String line) throws Exception {
    assertFailure(start(), line);
    assertFailure(startNonBlocking(), line);
  }

  private static void assertFailure(HttpService service, String line) throws Exception {
    try (LogLines log = LogLines.collect();
        WireClient client = WireClient.of(service)) {
      client.send(line + " HTTP/1.1\r\nHost: x\r\n\r\n");
      WireClient.Answer answer = line.startsWith("HEAD") ? client.readHead() : client.read();
      assertEquals(500, answer.status());
      String id = answer.headers().get("x-openstack-request-id");
      assertEquals(1, log.with(id + ": " + line + " failed").size());
    }
  }

  @Test
  void a_streamed_body_that_is_shorter_is_a_failure() throws Exception {
    assertFailure(start(), "GET /stream/less");
  }

  @Test
  void a_streamed_body_that_goes_on_beyond_its_length_is_broken_off() throws Exception {
    try (LogLines log = LogLines.collect();
        WireClient client = WireClient.of(start())) {
      client.send("GET /stream/later HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThrows(EOFException.class, client::read);
      assertEquals(1, log.with("GET /stream/later failed").size());
    }
  }

  @Test
  void a_client_of_http_1_0_gets_no_interim_response() throws Exception {
    for (HttpService service : new HttpService[] {start(), startNonBlocking()}) {
      try (WireClient client = WireClient.of(service)) {
        client.send("POST /read HTTP/1.0\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
        Await.until("handled", () -> service.activity().inFlight() == 1);
        client.send("abc");
        WireClient.Answer answer = client.read();
        assertEquals(200, answer.status());
        assertEquals("3", answer.body());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nSet-Cookie: b=c", "a\nSet-Cookie: b=c", "a\rb", "a\u0000b"})
  void a_header_cannot_end_its_line(String value) throws Exception {
    Response injected = Response.empty(200).withHeader("X-Echo", value);
    HttpService service = services.start(b -> b.handler(_ -> injected));
    try (WireClient client = WireClient.of(service)) {
      WireClient.Answer answer = client.get("/");
      assertFalse(answer.headers().containsKey("set-cookie"), answer.toString());
      assertTrue(answer.headers().values().stream().noneMatch(v -> v.indexOf('\r') >= 0));
    }
  }
}
