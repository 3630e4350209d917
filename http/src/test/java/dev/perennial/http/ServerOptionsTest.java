package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.Deadline;
import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the options of a server do to its clients.
@Timeout(60)
class ServerOptionsTest {

  private static final HttpOptions DEFAULTS = HttpOptions.DEFAULTS;

  private final Semaphore release = new Semaphore(0);
  private final List<HttpService> services = new ArrayList<>();

  @TempDir Path folder;

  @AfterEach
  void stop() {
    services.forEach(HttpService::stop);
  }

  private HttpService start(HttpOptions options, ListenAddress... addresses) throws Exception {
    HttpService.Builder builder = HttpService.builder("api").options(options);
    for (ListenAddress address : addresses) {
      builder.listen(address);
    }
    Router router =
        Router.builder()
            .get("/hello", request -> Response.text(200, "hello"))
            .get("/who", r -> Response.text(200, r.scheme() + "://" + r.remoteAddress()))
            .get("/wait", request -> await())
            .get(
                "/boom",
                request -> {
                  throw new IllegalStateException("the inside");
                })
            .get(
                "/stream",
                request ->
                    Response.stream(
                        200,
                        "text/plain",
                        out -> {
                          throw new IllegalStateException("the inside");
                        }))
            .build();
    HttpService service = builder.handler(router).build();
    services.add(service);
    service.start();
    return service;
  }

  private Response await() throws InterruptedException {
    release.acquire();
    return Response.text(200, "waited");
  }

  private WireClient start(HttpOptions options) throws Exception {
    return client(start(options, ListenAddress.tcp("127.0.0.1", 0)));
  }

  private static WireClient client(HttpService service) throws IOException {
    return WireClient.connect(service.boundAddresses().getFirst());
  }

  private static HttpOptions limits(int headerLine, int url, int pool, int queue) {
    return DEFAULTS.with(new HttpLimits(1 << 20, headerLine, url, pool, queue));
  }

  private static int statusOfPath(HttpService service, int length) throws IOException {
    try (WireClient client = client(service)) {
      return client.get("/" + "a".repeat(length - 1)).status();
    }
  }

  @Test
  void a_request_line_that_is_too_long_is_told_apart_from_an_unknown_path() throws Exception {
    HttpService service = start(limits(16384, 16384, 100, 100), ListenAddress.tcp("127.0.0.1", 0));
    assertEquals(404, statusOfPath(service, 10_000));
    assertEquals(414, statusOfPath(service, 20_000));
    // GET, two blanks, HTTP/1.1 and the end of the line are 15 bytes.
    assertEquals(404, statusOfPath(service, 16383 - 15));
    assertEquals(414, statusOfPath(service, 16384 - 15));
  }

  @Test
  void the_longest_header_line_is_an_option_of_each_server() throws Exception {
    try (WireClient narrow = start(limits(4096, 8192, 100, 100));
        WireClient wide = start(limits(65536, 8192, 100, 100))) {
      String request = "GET /hello HTTP/1.1\r\nHost: x\r\nToken: " + "a".repeat(5000) + "\r\n\r\n";
      narrow.send(request);
      assertEquals(431, narrow.read().status());
      wide.send(request);
      assertEquals(200, wide.read().status());
    }
  }

  @Test
  void how_many_headers_there_may_be_is_an_option() throws Exception {
    for (HttpLimits limits : List.of(HttpLimits.DEFAULTS, headers(16384, 1000))) {
      try (WireClient client = start(DEFAULTS.with(limits))) {
        client.send(head(limits.headers(), ": a") + "\r\n");
        assertEquals(200, client.read().status());
        client.send(head(limits.headers() + 1, ": a") + "\r\n");
        WireClient.Answer refused = client.read();
        assertEquals(431, refused.status());
        assertTrue(refused.body().contains("more than " + limits.headers() + " headers"));
      }
    }
  }

  @Test
  void all_headers_together_may_be_64_kib_more_than_the_longest_line() throws Exception {
    for (HttpLimits limits : List.of(HttpLimits.DEFAULTS, headers(200_000, 300))) {
      try (WireClient client = start(DEFAULTS.with(limits))) {
        String most = head(limits.headers(), ": " + "a".repeat(700));
        assertTrue(most.length() > 65536, () -> most.length() + " bytes");
        client.send(most + "\r\n");
        assertEquals(200, client.read().status());
        client.send(head(2, ": a") + "H: " + "a".repeat(limits.headerLineBytes() - 3) + "\r\n\r\n");
        assertEquals(200, client.read().status());
        // No more than it takes to refuse it: what a closed connection has not read, resets it.
        client.send(
            head(13, ": " + "a".repeat(limits.headerLineBytes() / 2))
                .substring(0, limits.headBytes() + 1));
        assertEquals(431, client.read().status());
      }
    }
  }

  private static HttpLimits headers(int lineBytes, int count) {
    return new HttpLimits(1 << 20, lineBytes, count, 8192, 100, 100, 1 << 20);
  }

  /// A request with so many header lines, but for its end.
  private static String head(int headers, String rest) {
    StringBuilder head = new StringBuilder("GET /hello HTTP/1.1\r\nHost: x\r\n");
    for (int i = 1; i < headers; i++) {
      head.append('H').append(i).append(rest).append("\r\n");
    }
    return head.toString();
  }

  @Test
  void without_keep_alive_a_connection_carries_one_request() throws Exception {
    HttpOptions once =
        new HttpOptions(
            HttpLimits.DEFAULTS,
            HttpTimeouts.DEFAULTS,
            false,
            OptionalInt.empty(),
            false,
            TrustedProxies.NONE,
            LogFormat.DEFAULT,
            DEFAULTS.accessLog());
    try (WireClient client = start(once)) {
      WireClient.Answer answer = client.get("/hello");
      assertEquals("hello", answer.body());
      assertTrue(answer.closes());
      assertTrue(client.readEnd());
    }
  }

  @Test
  void an_idle_connection_ends_after_the_socket_timeout() throws Exception {
    try (WireClient client = start(DEFAULTS.withIdleTimeout(Duration.ofMillis(1500)))) {
      assertEquals("hello", client.get("/hello").body());
      assertTrue(client.readEnd());
    }
  }

  @Test
  void a_stack_trace_is_shown_only_when_it_is_asked_for() throws Exception {
    try (WireClient shown = start(TestServices.SHOWING_FAILURES);
        WireClient hidden = start(DEFAULTS)) {
      assertTrue(shown.get("/boom").body().contains("IllegalStateException: the inside"));
      assertTrue(shown.get("/stream").body().contains("IllegalStateException: the inside"));
      assertFalse(hidden.get("/boom").body().contains("inside"));
      assertFalse(hidden.get("/stream").body().contains("inside"));
    }
  }

  @Test
  void requests_beyond_the_pool_wait_and_beyond_the_queue_are_refused() throws Exception {
    HttpService service = start(limits(16384, 8192, 2, 1), ListenAddress.tcp("127.0.0.1", 0));
    Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 4; i++) {
      Thread.ofVirtual().start(() -> answers.add(ask(service)));
    }
    Await.until("one is refused", () -> answers.contains(503));
    Await.until("two run", () -> release.getQueueLength() == 2);
    assertEquals(1, answers.size());
    release.release(3);
    Await.until("the others are answered", () -> answers.size() == 4);
    assertEquals(List.of(200, 200, 200, 503), answers.stream().sorted().toList());
  }

  @Test
  void without_a_socket_timeout_an_idle_connection_stays() throws Exception {
    try (WireClient unlimited = start(DEFAULTS.withIdleTimeout(Duration.ZERO));
        WireClient limited = start(DEFAULTS.withIdleTimeout(Duration.ofMillis(1500)))) {
      assertEquals("hello", limited.get("/hello").body());
      assertEquals("hello", unlimited.get("/hello").body());
      assertTrue(limited.readEnd());
      assertEquals("hello", unlimited.get("/hello").body());
    }
  }

  @Test
  void a_stopped_server_serves_again_with_a_whole_pool() throws Exception {
    HttpService service = start(limits(16384, 8192, 2, 0), ListenAddress.tcp("127.0.0.1", 0));
    fillPool(service);
    service.stop();
    assertTrue(service.awaitStopped(Deadline.after(Duration.ofSeconds(30))));
    Await.until("all places given back", () -> release.getQueueLength() == 0);
    service.start();
    fillPool(service);
    assertEquals(503, ask(service));
    release.release(2);
  }

  private void fillPool(HttpService service) {
    for (int i = 0; i < 2; i++) {
      Thread.ofVirtual().start(() -> ask(service));
    }
    Await.until("two run", () -> release.getQueueLength() == 2);
  }

  private static int ask(HttpService service) {
    try (WireClient client = client(service)) {
      WireClient.Answer answer = client.get("/wait");
      return answer.status() == 503 && !"1".equals(answer.headers().get("retry-after"))
          ? 0
          : answer.status();
    } catch (IOException lost) {
      return 0;
    }
  }

  @Test
  void idle_connections_hold_no_place() throws Exception {
    HttpService service = start(limits(16384, 8192, 2, 0), ListenAddress.tcp("127.0.0.1", 0));
    List<WireClient> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        idle.add(client(service));
        if (i % 2 == 0) {
          assertEquals("hello", idle.getLast().get("/hello").body());
        }
      }
      try (WireClient one = client(service)) {
        assertEquals("hello", one.get("/hello").body());
      }
    } finally {
      for (WireClient client : idle) {
        client.close();
      }
    }
  }

  @Test
  void a_second_server_on_the_same_port_is_refused() throws Exception {
    HttpService first = start(DEFAULTS, ListenAddress.tcp("127.0.0.1", 0));
    ListenAddress taken = first.boundAddresses().getFirst();
    IOException refused = assertThrows(IOException.class, () -> start(DEFAULTS, taken));
    assertTrue(refused.getMessage().contains(taken.text()), refused::getMessage);
    try (WireClient client = client(first)) {
      assertEquals("hello", client.get("/hello").body());
    }
  }

  @Test
  void a_service_serves_on_all_of_its_addresses() throws Exception {
    Path file = folder.resolve("api.sock");
    HttpService service =
        start(
            DEFAULTS,
            ListenAddress.tcp("127.0.0.1", 0),
            ListenAddress.tcp(Ipv6.isThere() ? "::1" : "127.0.0.1", 0),
            ListenAddress.unix(file).withMode(0640));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    for (ListenAddress address : service.boundAddresses()) {
      try (WireClient client = WireClient.connect(address)) {
        assertEquals("hello", client.get("/hello").body());
      }
    }
  }

  @Test
  void a_trusted_proxy_says_who_asks_and_nobody_else_does() throws Exception {
    String request =
        "GET /who HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.1\r\n"
            + "X-Forwarded-Proto: https\r\n\r\n";
    try (WireClient trusted = start(DEFAULTS.with(TrustedProxies.of(List.of("127.0.0.0/8"))));
        WireClient stranger = start(DEFAULTS)) {
      trusted.send(request);
      assertEquals("https://192.0.2.1", trusted.read().body());
      stranger.send(request);
      assertEquals("http://127.0.0.1", stranger.read().body());
    }
  }
}
