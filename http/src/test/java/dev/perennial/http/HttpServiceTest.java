package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.service.Activity;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.RequestContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpServiceTest {

  record Named(String name) {}

  private final HttpService service =
      HttpService.builder("test")
          .listen(ListenAddress.tcp("127.0.0.1", 0))
          .options(HttpOptions.DEFAULTS.withMaxBodyBytes(1000))
          .handler(
              Router.builder()
                  .get("/hello", request -> Response.text(200, "hello"))
                  .get("/thread", request -> Response.text(200, Thread.currentThread().toString()))
                  .get("/who/{id}", request -> Response.text(200, request.pathParameter("id")))
                  .get("/q", request -> Response.json(200, request.queryParameters()))
                  .get("/none", request -> Response.empty(204))
                  .get(
                      "/boom",
                      request -> {
                        throw new IllegalStateException("secret");
                      })
                  .get(
                      "/stream",
                      request -> Response.stream(200, "text/plain", HttpServiceTest::stream))
                  .get(
                      "/broken",
                      request -> Response.stream(200, "text/plain", HttpServiceTest::broken))
                  .get(
                      "/early",
                      request ->
                          Response.stream(
                              200,
                              "text/plain",
                              _ -> {
                                throw new HttpError(409, "early");
                              }))
                  .get(
                      "/me",
                      request ->
                          Response.text(
                              200,
                              request.remoteAddress()
                                  + " "
                                  + request.requestId()
                                  + " "
                                  + RequestContext.CURRENT.get().globalRequestId().orElse("none")))
                  .post("/len", request -> Response.text(200, "" + request.bytes().length))
                  .post("/ignored", request -> Response.text(200, "ignored"))
                  .post(
                      "/named",
                      request ->
                          Response.json(201, Map.of("got", request.json(Named.class).name())))
                  .build())
          .build();

  private static void stream(OutputStream out) throws IOException {
    for (int i = 0; i < 3; i++) {
      out.write(("part " + i + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  private static void broken(OutputStream out) throws IOException {
    out.write(new byte[10]);
    out.flush();
    throw new IOException("disk lost");
  }

  @BeforeEach
  void start() throws Exception {
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop();
  }

  private WireClient client() throws IOException {
    return WireClient.connect(service.boundAddresses().getFirst());
  }

  @Test
  void answers_on_a_virtual_thread_and_tells_nothing_of_the_engine() throws Exception {
    try (WireClient client = client()) {
      WireClient.Answer answer = client.get("/thread");
      assertEquals(200, answer.status());
      assertTrue(
          answer.body().startsWith("VirtualThread") && answer.body().contains("http-"),
          answer.body());
      assertFalse(answer.headers().containsKey("server"));
      assertTrue(answer.headers().containsKey("date"));
    }
  }

  @Test
  void keeps_a_connection_for_many_requests() throws Exception {
    try (WireClient client = client()) {
      for (int i = 0; i < 100; i++) {
        assertEquals("" + i, client.get("/who/" + i).body());
      }
    }
    Activity all = new Activity(100, 0);
    Await.until("100 requests counted", () -> service.activity().equals(all));
  }

  @Test
  void answers_pipelined_requests_in_order() throws Exception {
    try (WireClient client = client()) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        all.append("GET /who/").append(i).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
      }
      client.send(all.toString());
      for (int i = 0; i < 50; i++) {
        assertEquals("" + i, client.read().body());
      }
    }
  }

  @Test
  void http_1_0_and_connection_close_end_the_connection() throws Exception {
    for (String request :
        new String[] {
          "GET /hello HTTP/1.0\r\n\r\n",
          "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        }) {
      try (WireClient client = client()) {
        client.send(request);
        assertEquals("hello", client.read().body());
        assertTrue(client.readEnd());
      }
    }
  }

  @Test
  void escaped_slashes_belong_to_a_path_parameter() throws Exception {
    try (WireClient client = client()) {
      assertEquals("a/b c%2F", client.get("/who/a%2Fb%20c%252F").body());
      assertEquals(404, client.get("/who/a/b").status());
      assertEquals("x", client.get("/who/y/../x").body());
    }
  }

  @Test
  void query_parameters_are_decoded() throws Exception {
    try (WireClient client = client()) {
      assertEquals("{\"a\":[\"1\",\"2 3\"],\"b\":[\"\"]}", client.get("/q?a=1&a=2+3&b=").body());
      assertEquals("{}", client.get("/q").body());
      assertEquals(400, client.get("/q?a=%zz").status());
    }
  }

  @Test
  void head_is_get_without_the_body() throws Exception {
    try (WireClient client = client()) {
      client.send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n");
      WireClient.Answer head = client.readHead();
      assertEquals("5", head.headers().get("content-length"));
      client.send("HEAD /stream HTTP/1.1\r\nHost: x\r\n\r\n");
      assertEquals(200, client.readHead().status());
      client.send("HEAD /nowhere HTTP/1.1\r\nHost: x\r\n\r\n");
      assertEquals(404, client.readHead().status());
      assertEquals("hello", client.get("/hello").body());
    }
  }

  @Test
  void a_response_without_body_says_so() throws Exception {
    try (WireClient client = client()) {
      WireClient.Answer answer = client.get("/none");
      assertEquals(204, answer.status());
      assertFalse(answer.headers().containsKey("content-length"), answer.headers().toString());
      assertEquals("hello", client.get("/hello").body());
    }
  }

  @Test
  void streams_a_body() throws Exception {
    try (WireClient client = client()) {
      WireClient.Answer answer = client.get("/stream");
      assertEquals("part 0\npart 1\npart 2\n", answer.body());
      assertEquals("chunked", answer.headers().get("transfer-encoding"));
      assertEquals("hello", client.get("/hello").body());
    }
  }

  @Test
  void a_stream_that_fails_is_never_taken_for_a_whole_body() throws Exception {
    try (WireClient client = client()) {
      assertThrows(IOException.class, () -> client.get("/broken"));
    }
  }

  @Test
  void a_stream_that_fails_before_its_first_byte_becomes_an_error() throws Exception {
    try (WireClient client = client()) {
      WireClient.Answer answer = client.get("/early");
      assertEquals(409, answer.status());
      assertTrue(answer.body().contains("\"detail\":\"early\""), answer.body());
    }
  }

  @Test
  void an_unexpected_failure_shows_no_details() throws Exception {
    try (WireClient client = client()) {
      WireClient.Answer answer = client.get("/boom");
      assertEquals(500, answer.status());
      assertFalse(answer.body().contains("secret"), answer.body());
      assertEquals("application/problem+json", answer.headers().get("content-type"));
      assertEquals(200, client.get("/hello").status());
    }
  }

  @Test
  void errors_are_problem_documents_with_the_request_id() throws Exception {
    try (WireClient client = client()) {
      WireClient.Answer answer = client.get("/nowhere");
      String id = answer.headers().get("x-openstack-request-id");
      assertEquals(
          "{\"code\":404,\"status\":404,\"title\":\"Not Found\",\"detail\":\"there is nothing at /nowhere\",\"request_id\":\""
              + id
              + "\"}",
          answer.body());
    }
  }

  @Test
  void an_id_that_is_sent_is_the_global_one_in_its_one_shape_and_each_request_has_its_own()
      throws Exception {
    String sent = "req-0a1b2c3d-0000-4000-8000-0123456789ab";
    try (WireClient client = client()) {
      assertEquals(sent, globalOf(client, sent));
      assertEquals(sent, globalOf(client, sent));
      assertEquals("none", globalOf(client, sent + "x"));
    }
  }

  private static String globalOf(WireClient client, String sent) throws IOException {
    client.send("GET /me HTTP/1.1\r\nHost: x\r\nX-Openstack-Request-Id: " + sent + "\r\n\r\n");
    WireClient.Answer answer = client.read();
    String[] words = answer.body().split(" ");
    String own = words[1];
    assertEquals(own, answer.headers().get("x-openstack-request-id"));
    assertTrue(
        own.matches("req-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
        own);
    assertNotEquals(sent, own);
    return words[2];
  }

  @Test
  void json_bodies_are_read_and_refused() throws Exception {
    try (WireClient client = client()) {
      assertEquals(
          "{\"got\":\"x\"}", client.post("/named", "application/json", "{\"name\":\"x\"}").body());
      assertEquals(400, client.post("/named", "application/json", "{\"nome\":\"x\"}").status());
      assertEquals(400, client.post("/named", "application/json", "").status());
      assertEquals(415, client.post("/named", "text/plain", "{}").status());
    }
  }

  @Test
  void reads_chunked_bodies() throws Exception {
    try (WireClient client = client()) {
      client.send(
          "POST /len HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
      assertEquals("5", client.read().body());
      assertEquals("hello", client.get("/hello").body());
    }
  }

  @Test
  void bodies_above_the_limit_are_refused_announced_or_not() throws Exception {
    try (WireClient client = client()) {
      assertEquals("1000", client.post("/len", "x/y", "a".repeat(1000)).body());
      assertEquals(413, client.post("/len", "x/y", "a".repeat(1001)).status());
    }
    try (WireClient client = client()) {
      client.send(
          "POST /len HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n"
              + "a".repeat(1024)
              + "\r\n0\r\n\r\n");
      assertEquals(413, client.read().status());
    }
  }

  @Test
  void a_body_that_nobody_reads_does_not_disturb_the_next_request() throws Exception {
    try (WireClient client = client()) {
      assertEquals("ignored", client.post("/ignored", "x/y", "a".repeat(500)).body());
      assertEquals("hello", client.get("/hello").body());
    }
  }

  @Test
  void a_body_is_asked_for_with_100_continue_only_when_it_is_read() throws Exception {
    String headers = " HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n";
    try (WireClient client = client()) {
      client.send("POST /len" + headers);
      assertEquals(100, client.readHead().status());
      client.send("abc");
      assertEquals("3", client.read().body());
      client.send("POST /ignored" + headers);
      WireClient.Answer answer = client.read();
      assertEquals("ignored", answer.body());
      assertTrue(answer.closes());
    }
  }

  @Test
  void a_body_that_ends_too_early_is_no_fault_of_the_server() throws Exception {
    try (WireClient client = client()) {
      client.send("POST /len HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
      assertEquals(400, client.read().status());
    }
  }

  @Test
  void requests_that_the_engine_refuses_get_the_same_documents() throws Exception {
    Map<String, Integer> cases =
        Map.of(
            "NONSENSE\r\n\r\n",
            400,
            "GET /hello HTTP/1.1\r\n\r\n",
            400,
            "GET /" + "a".repeat(20000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
            414,
            "GET / HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(20000) + "\r\n\r\n",
            431,
            "GET /a/..;/b HTTP/1.1\r\nHost: x\r\n\r\n",
            400);
    for (Map.Entry<String, Integer> one : cases.entrySet()) {
      try (WireClient client = client()) {
        client.send(one.getKey());
        WireClient.Answer answer = client.read();
        assertEquals(one.getValue(), answer.status(), answer.toString());
        assertEquals("application/problem+json", answer.headers().get("content-type"));
        assertTrue(
            answer.body().contains(answer.headers().get("x-openstack-request-id")), answer.body());
        assertFalse(answer.body().contains("etty"), answer.body());
      }
    }
  }

  @Test
  void a_client_that_vanishes_is_forgotten() throws Exception {
    try (WireClient client = client()) {
      client.send("POST /len HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
      Await.until("in flight", () -> service.activity().inFlight() == 1);
    }
    Await.until("forgotten", () -> service.activity().inFlight() == 0);
  }
}
