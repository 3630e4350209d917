package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.service.Metrics;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ResponseHeadersTest {

  private static final Response TWO_COOKIES =
      Response.text(200, "ok")
          .withHeader("Set-Cookie", "a=0")
          .withHeader("set-cookie", "a=1")
          .withAddedHeader("Set-Cookie", "b=2");

  @RegisterExtension private final TestServices services = new TestServices();

  @Test
  void a_header_takes_the_place_of_those_of_its_name_unless_it_is_added() {
    assertEquals(List.of("a=1", "b=2"), TWO_COOKIES.headers("SET-COOKIE"));
    assertEquals("a=1", TWO_COOKIES.header("Set-Cookie").orElseThrow());
    assertEquals(List.of("c=3"), TWO_COOKIES.withHeader("Set-Cookie", "c=3").headers("Set-Cookie"));
  }

  private static Response withLinks(int number) {
    Response response = Response.text(200, "ok");
    for (int i = 0; i < number; i++) {
      response = response.withAddedHeader("Link", "a".repeat(1000));
    }
    return response;
  }

  private static long counted() {
    return Metrics.ofProcess().series().stream()
        .filter(series -> series.name().equals("http_requests_total"))
        .mapToLong(series -> series.values().getFirst())
        .sum();
  }

  private void assertTooMany(UnaryOperator<HttpService.Builder> described) throws Exception {
    HttpService service = services.start(described);
    try (LogLines log = LogLines.collect();
        WireClient client = WireClient.of(service)) {
      long before = counted();
      WireClient.Answer answer = client.get("/links");
      assertEquals(500, answer.status());
      assertEquals(before + 1, counted());
      String id = answer.headers().get("x-openstack-request-id");
      assertEquals(1, log.with(id + ": GET /links failed").size());
      assertEquals(500, client.get("/links").status());
    }
  }

  @Test
  void more_than_there_is_room_for_is_a_failure_that_is_logged_and_counted_once() throws Exception {
    assertTooMany(b -> b.handler(_ -> withLinks(20)));
    assertTooMany(b -> b.nonBlocking(_ -> CompletableFuture.completedFuture(withLinks(20))));
    Response streamed =
        Response.stream(200, "text/plain", out -> out.write('a'))
            .withHeader("Link", "a".repeat(20_000));
    assertTooMany(b -> b.handler(_ -> streamed));
  }

  @Test
  void many_of_them_do_not_keep_a_connection_that_is_to_be_closed() throws Exception {
    HttpService service = services.start(b -> b.handler(_ -> withLinks(15)));
    try (WireClient client = WireClient.of(service)) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      WireClient.Answer answer = client.read();
      assertEquals(200, answer.status());
      assertTrue(answer.closes());
      assertTrue(client.readEnd());
    }
  }

  @Test
  void all_lines_of_a_name_are_sent() throws Exception {
    HttpService service = services.start(b -> b.handler(_ -> TWO_COOKIES));
    try (Socket socket = new Socket("127.0.0.1", TestServices.port(service))) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertEquals(
          List.of("a=1", "b=2"),
          answer
              .lines()
              .filter(line -> line.regionMatches(true, 0, "Set-Cookie: ", 0, 12))
              .map(line -> line.substring(12))
              .toList());
    }
  }
}
