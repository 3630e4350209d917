package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
