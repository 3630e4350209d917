package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.service.ListenAddress;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// HTTP/1.1 by the sections of RFC 9112, as far as a server that is asked wrongly, cleverly or
/// early must get it right. `\n` stands for the end of a line in the cases, `~` for a tab.
@Timeout(60)
class Rfc9112Test {

  private HttpService service;

  @BeforeEach
  void start() throws Exception {
    service =
        HttpService.builder("api")
            .listen(ListenAddress.tcp("127.0.0.1", 0))
            .handler(request ->
                Response.text(
                    200,
                    request.method()
                        + " "
                        + request.path()
                        + " "
                        + new String(request.bytes(), java.nio.charset.StandardCharsets.UTF_8)))
            .build();
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop();
  }

  private WireClient client() throws IOException {
    return WireClient.connect(service.boundAddresses().getFirst());
  }

  private static String wire(String text) {
    return text.replace("\\n", "\r\n").replace('~', '\t');
  }

  /// Whatever follows in the connection must not be taken for a request.
  private void assertRefused(String head) throws IOException {
    try (WireClient client = client()) {
      client.send(wire(head) + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
      WireClient.Answer answer = client.read();
      assertTrue(answer.status() >= 400 && answer.status() < 600, answer.toString());
      assertTrue(answer.closes(), answer.toString());
      assertTrue(client.readEnd());
    }
  }

  private void assertAnswer(String expected, String request) throws IOException {
    try (WireClient client = client()) {
      client.send(wire(request) + "GET /next HTTP/1.1\r\nHost: x\r\n\r\n");
      WireClient.Answer answer = client.read();
      assertEquals(200, answer.status(), answer.toString());
      assertEquals(expected, answer.body());
      assertEquals("GET /next ", client.read().body());
    }
  }

  // 2.2: an empty line before a request line is skipped.
  @Test
  void an_empty_line_before_a_request_is_ignored() throws Exception {
    assertAnswer("GET / ", "\\nGET / HTTP/1.1\\nHost: x\\n\\n");
  }

  // 2.2: no whitespace between the request line and the first header.
  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\\n Host: x\\n\\n", "GET / HTTP/1.1\\n~Host: x\\n\\n"})
  void a_head_that_begins_with_a_blank_is_refused(String head) throws Exception {
    assertRefused(head);
  }

  // 2.3, 3: method, target and version, each once.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET\\n\\n",
        "GET / HTTP/1.1 HTTP/1.1\\nHost: x\\n\\n",
        "GET / HTTP/2.7\\nHost: x\\n\\n",
        "GET / HTTP/1.1a\\nHost: x\\n\\n",
        "G(T / HTTP/1.1\\nHost: x\\n\\n",
        "GET / a HTTP/1.1\\nHost: x\\n\\n"
      })
  void a_malformed_request_line_is_refused(String head) throws Exception {
    assertRefused(head);
  }

  // 3.2: exactly one Host, and a valid one.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\\n\\n",
        "GET / HTTP/1.1\\nHost: a\\nHost: b\\n\\n",
        "GET / HTTP/1.1\\nHost: a b\\n\\n"
      })
  void a_request_without_one_good_host_is_refused(String head) throws Exception {
    assertRefused(head);
  }

  // 3.2.2: the absolute form is accepted.
  @Test
  void a_target_in_absolute_form_is_understood() throws Exception {
    assertAnswer("GET /a ", "GET http://x/a HTTP/1.1\\nHost: x\\n\\n");
  }

  // 3.2.2: its host is the one that counts, so that another Host beside it is a contradiction.
  @Test
  void a_target_in_absolute_form_beside_another_host_is_refused() throws Exception {
    assertRefused("GET http://x/a HTTP/1.1\\nHost: y\\n\\n");
  }

  // 3.2.3: there is nothing to be connected to, and only CONNECT may have this form.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONNECT x:80 HTTP/1.1\\nHost: x:80\\n\\n",
        "CONNECT /a HTTP/1.1\\nHost: x\\n\\n",
        "GET x:80 HTTP/1.1\\nHost: x:80\\n\\n"
      })
  void a_tunnel_is_refused(String head) throws Exception {
    assertRefused(head);
  }

  // 3.2.4: the server as a whole, which only OPTIONS may ask for.
  @Test
  void options_of_the_server_have_a_path_of_their_own() throws Exception {
    assertAnswer("OPTIONS * ", "OPTIONS * HTTP/1.1\\nHost: x\\n\\n");
    assertRefused("GET * HTTP/1.1\\nHost: x\\n\\n");
  }

  // 3.2: a host may be a number of IPv6.
  @Test
  void a_host_may_be_a_number_of_ipv6() throws Exception {
    assertAnswer("GET / ", "GET / HTTP/1.1\\nHost: [::1]:80\\n\\n");
    assertAnswer("GET / ", "GET / HTTP/1.1\\nHost: [2001:db8::1]\\n\\n");
  }

  // 7.1.2: a trailer says nothing of the framing.
  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 900", "Transfer-Encoding: chunked", "Host: y"})
  void a_trailer_does_not_change_where_a_body_ends(String trailer) throws Exception {
    assertAnswer(
        "POST / hello",
        "POST / HTTP/1.1\\nHost: x\\nTransfer-Encoding: chunked\\n\\n5\\nhello\\n0\\n"
            + trailer
            + "\\n\\n");
  }

  // 5.1, 5.2: no whitespace before the colon, no folded lines.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\\nHost: x\\nA : b\\n\\n",
        "GET / HTTP/1.1\\nHost: x\\nContent-Length : 5\\n\\nhello",
        "GET / HTTP/1.1\\nHost: x\\nA: b\\n c\\n\\n",
        "GET / HTTP/1.1\\nHost: x\\nno colon\\n\\n",
        "GET / HTTP/1.1\\nHost: x\\n: nameless\\n\\n"
      })
  void a_malformed_header_is_refused(String head) throws Exception {
    assertRefused(head);
  }

  // 6.1, 6.3: what makes two readers see two ends of a body.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST / HTTP/1.1\\nHost: x\\nContent-Length: 5\\nTransfer-Encoding: chunked\\n\\n0\\n\\n",
        "POST / HTTP/1.1\\nHost: x\\nTransfer-Encoding: chunked\\nContent-Length: 5\\n\\n0\\n\\n",
        "POST / HTTP/1.1\\nHost: x\\nContent-Length: 5\\nContent-Length: 6\\n\\nhello",
        "POST / HTTP/1.1\\nHost: x\\nContent-Length: 5, 6\\n\\nhello",
        "POST / HTTP/1.1\\nHost: x\\nContent-Length: +5\\n\\nhello",
        "POST / HTTP/1.1\\nHost: x\\nContent-Length: -5\\n\\nhello",
        "POST / HTTP/1.1\\nHost: x\\nContent-Length: 0x5\\n\\nhello",
        "POST / HTTP/1.1\\nHost: x\\nContent-Length: 99999999999999999999\\n\\nhello",
        "POST / HTTP/1.1\\nHost: x\\nTransfer-Encoding: gzip\\n\\nhello",
        "POST / HTTP/1.0\\nHost: x\\nConnection: keep-alive\\nTransfer-Encoding: chunked\\n\\n0\\n\\n",
        "POST / HTTP/1.1\\nHost: x\\nTransfer-Encoding: chunked, gzip\\n\\n0\\n\\n",
        "POST / HTTP/1.1\\nHost: x\\nTransfer-Encoding: xchunked\\n\\n0\\n\\n"
      })
  void a_body_with_two_lengths_or_an_unknown_coding_is_refused(String head) throws Exception {
    assertRefused(head);
  }

  // 6.1: a coding that the server does not undo must not reach a handler as if it were the body.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: gzip\\nTransfer-Encoding: chunked",
        "Transfer-Encoding: identity, chunked"
      })
  void a_body_with_a_coding_around_it_is_refused(String codings) throws Exception {
    try (WireClient client = client()) {
      client.send(wire("POST / HTTP/1.1\\nHost: x\\n" + codings + "\\n\\n5\\nhello\\n0\\n\\n"));
      WireClient.Answer answer = client.read();
      assertEquals(501, answer.status(), answer.toString());
      assertTrue(answer.closes());
    }
  }

  // 7.1: sizes, extensions and ends of chunks.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\\nhello\\n0\\n\\n",
        "0x5\\nhello\\n0\\n\\n",
        "-5\\nhello\\n0\\n\\n",
        "5\\nhelloX\\n0\\n\\n",
        "ffffffffffffffffff\\nhello\\n0\\n\\n"
      })
  void a_malformed_chunk_is_refused(String chunks) throws Exception {
    assertRefused("POST / HTTP/1.1\\nHost: x\\nTransfer-Encoding: chunked\\n\\n" + chunks);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5\\nhello\\n0\\n\\n",
        "05\\nhello\\n0\\n\\n",
        "5;name=value\\nhello\\n0\\n\\n",
        "2\\nhe\\n3\\nllo\\n0\\nTrailer: x\\n\\n"
      })
  void a_chunked_body_ends_where_it_says(String chunks) throws Exception {
    assertAnswer(
        "POST / hello", "POST / HTTP/1.1\\nHost: x\\nTransfer-Encoding: chunked\\n\\n" + chunks);
  }

  // 9.3.2: pipelined requests are answered in their order.
  @Test
  void what_was_sent_ahead_is_answered_in_its_order() throws Exception {
    try (WireClient client = client()) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        all.append("GET /").append(i).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
      }
      client.send(all.toString());
      for (int i = 0; i < 50; i++) {
        assertEquals("GET /" + i + " ", client.read().body());
      }
    }
  }

  // 9.6: who closes its sending side still gets its answer.
  @Test
  void a_client_that_closes_its_half_is_answered() throws Exception {
    try (WireClient client = client()) {
      client.send("GET /half HTTP/1.1\r\nHost: x\r\n\r\n");
      client.endSending();
      assertEquals("GET /half ", client.read().body());
      assertTrue(client.readEnd());
    }
  }

  // 6.3 and 8: a body that ends too early is no body.
  @Test
  void a_body_that_is_cut_off_is_never_taken_for_a_whole_one() throws Exception {
    try (WireClient client = client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc");
      client.endSending();
      assertEquals(400, client.read().status());
      assertTrue(client.readEnd());
    }
  }
}
