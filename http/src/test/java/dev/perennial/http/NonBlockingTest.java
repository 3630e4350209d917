package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.Deadline;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.Metrics;
import dev.perennial.service.RequestContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NonBlockingTest {

  private static final int WAITING = 50;

  // Answers that the test completes, in the order of their requests.
  private final Queue<CompletableFuture<Response>> later = new ConcurrentLinkedQueue<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final CountDownLatch checked = new CountDownLatch(1);
  private HttpService service;

  @BeforeEach
  void start() throws Exception {
    service = started("test");
  }

  private HttpService started(String name) throws Exception {
    HttpService started =
        HttpService.builder(name)
            .listen(ListenAddress.tcp("127.0.0.1", 0))
            .options(HttpOptions.DEFAULTS.withMaxBodyBytes(100_000))
            .health(Health.builder().check("slow", checked::await).build())
            .nonBlocking(this::answer)
            .build();
    started.start();
    return started;
  }

  private static HttpOptions bodies(long bytes) {
    return HttpOptions.DEFAULTS.with(new HttpLimits(1 << 20, 16384, 100, 8192, 100, 1000, bytes));
  }

  @Test
  void bodies_have_a_limit_over_all_requests() throws Exception {
    HttpService small =
        HttpService.builder("small")
            .listen(ListenAddress.tcp("127.0.0.1", 0))
            .options(bodies(1000))
            .nonBlocking(this::answer)
            .build();
    small.start();
    try {
      // One thread reads, in the order in which bytes come.
      ListenAddress address = small.boundAddresses().getFirst();
      BodiesTest.assertLimited(
          small, 1000, () -> Await.until("read", () -> Sockets.isRead(address)));
    } finally {
      small.stop();
    }
  }

  @AfterEach
  void stop() {
    checked.countDown();
    service.stop();
  }

  private CompletionStage<Response> answer(Request request) throws Exception {
    threads.add(Thread.currentThread());
    return switch (request.path()) {
      case "/later" -> waiting();
      case "/gone" -> {
        CompletableFuture<Response> answer = waiting();
        request.onClientGone(() -> answer.cancel(true));
        yield answer;
      }
      case "/echo" ->
          CompletableFuture.completedFuture(Response.bytes(200, "text/plain", request.bytes()));
      case "/id" -> now(RequestContext.current().orElseThrow().requestId());
      case "/throws" -> throw new Exception("password tiger");
      case "/refuses" -> throw new HttpError(409, "not now");
      case "/fails" -> CompletableFuture.failedFuture(new HttpError(404, "not here"));
      case "/stream" ->
          CompletableFuture.completedFuture(Response.stream(200, "text/plain", out -> {}));
      default -> now(request.path());
    };
  }

  private CompletableFuture<Response> waiting() {
    CompletableFuture<Response> answer = new CompletableFuture<>();
    later.add(answer);
    return answer;
  }

  private static CompletionStage<Response> now(String text) {
    return CompletableFuture.completedFuture(Response.text(200, text));
  }

  private WireClient client() throws IOException {
    return WireClient.connect(service.boundAddresses().getFirst());
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
  }

  private CompletableFuture<Response> next() {
    Await.until("a request that waits", () -> !later.isEmpty());
    return later.remove();
  }

  @Test
  void answers_many_requests_on_a_connection() throws Exception {
    try (WireClient client = client()) {
      for (int i = 0; i < 20; i++) {
        assertEquals("/" + i, client.get("/" + i).body());
      }
      client.send(get("/a") + get("/b") + get("/c"));
      assertEquals("/a", client.read().body());
      assertEquals("/b", client.read().body());
      assertEquals("/c", client.read().body());
    }
    Await.until("all counted", () -> service.activity().requestsTotal() == 23);
  }

  @Test
  void requests_that_wait_for_their_answer_hold_no_thread() throws Exception {
    WireClient[] clients = new WireClient[WAITING];
    for (int i = 0; i < WAITING; i++) {
      clients[i] = client();
      clients[i].send(get("/later"));
    }
    Await.until("all wait", () -> later.size() == WAITING);
    assertEquals(WAITING, service.activity().inFlight());
    Await.until(
        "no thread in the handler", () -> threads.stream().noneMatch(NonBlockingTest::isInHandler));
    try (WireClient other = client()) {
      assertEquals("/x", other.get("/x").body());
    }
    for (CompletableFuture<Response> answer : later) {
      answer.complete(Response.text(200, "at last"));
    }
    for (WireClient client : clients) {
      assertEquals("at last", client.read().body());
      client.close();
    }
    Await.until("none in progress", () -> service.activity().inFlight() == 0);
  }

  private static boolean isInHandler(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getClassName().equals(NonBlockingTest.class.getName())) {
        return true;
      }
    }
    return false;
  }

  @Test
  void the_next_request_of_a_connection_waits_for_the_answer_before() throws Exception {
    try (WireClient client = client()) {
      client.send(get("/later") + get("/second"));
      next().complete(Response.text(200, "first"));
      assertEquals("first", client.read().body());
      assertEquals("/second", client.read().body());
    }
  }

  @Test
  void a_body_is_at_hand_however_it_comes() throws Exception {
    String large = "0123456789".repeat(9_000);
    try (WireClient client = client()) {
      assertEquals(large, client.post("/echo", "text/plain", large).body());
      client.send(
          "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
      client.send("2\r\nde\r\n");
      client.send("0\r\n\r\n");
      assertEquals("abcde", client.read().body());
      assertEquals("", client.get("/echo").body());
    }
  }

  @Test
  void a_body_that_comes_later_changes_no_thread() throws Exception {
    try (WireClient client = client()) {
      client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n");
      Await.until("waiting for its body", () -> service.activity().inFlight() == 1);
      client.send("a");
      Await.until("read", () -> Sockets.isRead(service.boundAddresses().getFirst()));
      client.send("bc");
      assertEquals("abc", client.read().body());
      assertEquals(List.of("http-selector"), threads.stream().map(Thread::getName).toList());
    }
  }

  @Test
  void a_body_above_the_limit_is_refused_announced_or_not() throws Exception {
    try (WireClient client = client()) {
      client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100001\r\n\r\n");
      assertEquals(413, client.read().status());
    }
    try (WireClient client = client()) {
      client.send(
          "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n186A1\r\n"
              + "x".repeat(100_001)
              + "\r\n");
      assertEquals(413, client.read().status());
    }
  }

  @Test
  void failures_are_answered_as_those_of_any_handler() throws Exception {
    try (WireClient client = client();
        LogLines log = LogLines.collect()) {
      assertEquals(409, client.get("/refuses").status());
      assertEquals(404, client.get("/fails").status());
      WireClient.Answer failed = client.get("/throws");
      assertEquals(500, failed.status());
      assertFalse(failed.body().contains("tiger"));
      assertEquals(1, log.with("GET /throws failed").size());
      assertEquals(500, client.get("/stream").status());
      client.send(get("/later"));
      next().completeExceptionally(new HttpError(503, "busy"));
      assertEquals(503, client.read().status());
      assertEquals("/still", client.get("/still").body());
    }
  }

  @Test
  void the_handler_knows_on_whose_behalf_it_works() throws Exception {
    try (WireClient client = client()) {
      WireClient.Answer answer = client.get("/id");
      assertEquals(answer.headers().get("x-openstack-request-id"), answer.body());
    }
  }

  @Test
  void a_handler_that_asks_hears_that_its_client_is_gone() throws Exception {
    try (AccessLines lines = AccessLines.collect();
        LogLines log = LogLines.collect()) {
      CompletableFuture<Response> answer;
      try (WireClient client = client()) {
        client.send("POST /gone HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
        answer = next();
        assertFalse(answer.isDone());
      }
      Await.until("cancelled", answer::isCancelled);
      Await.until("none in progress", () -> service.activity().inFlight() == 0);
      assertTrue(lines.await("POST /gone").contains("status: 499"));
      assertEquals(0, log.with("failed").size());
    }
  }

  @Test
  void a_drain_waits_for_the_answer() throws Exception {
    try (WireClient client = client()) {
      client.send(get("/later"));
      CompletableFuture<Response> answer = next();
      Thread drain =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  service.drain(Deadline.after(Duration.ofSeconds(60)));
                } catch (InterruptedException unexpected) {
                  throw new IllegalStateException(unexpected);
                }
              });
      Await.until("draining", () -> drain.getState() == Thread.State.TIMED_WAITING);
      assertTrue(drain.isAlive());
      answer.complete(Response.text(200, "drained"));
      assertEquals("drained", client.read().body());
      service.stop();
      drain.join();
    }
  }

  @Test
  void the_access_log_has_its_lines() throws Exception {
    try (AccessLines log = AccessLines.collect();
        WireClient client = client()) {
      client.send(get("/later"));
      next().complete(Response.text(200, "12345"));
      client.read();
      String line = log.await("GET /later");
      assertTrue(line.contains("status: 200  len: 5 "), line);
    }
  }

  @Test
  void its_requests_are_in_the_metrics() throws Exception {
    HttpService metered = started("metered");
    try (WireClient client = WireClient.of(metered)) {
      client.get("/x");
      client.get("/refuses");
      client.send(get("/later"));
      CompletableFuture<Response> answer = next();
      // The end of an answer is noted a moment after the client has it.
      Await.until("one in progress", () -> number("http_requests_in_progress") == 1);
      Await.until("two timed", () -> observed("http_request_duration_seconds") == 2);
      assertEquals(1, number("http_requests_total", "2xx"), "one has no answer yet");
      answer.complete(Response.text(200, "at last"));
      client.read();
      assertEquals(2, number("http_requests_total", "2xx"));
      assertEquals(1, number("http_requests_total", "4xx"));
      Await.until("none in progress", () -> number("http_requests_in_progress") == 0);
      Await.until("all timed", () -> observed("http_request_duration_seconds") == 3);
    } finally {
      metered.stop();
    }
  }

  private static long number(String name, String... labels) {
    return values(name, labels).getFirst();
  }

  // The last number of a histogram is the sum of what was observed.
  private static long observed(String name) {
    List<Long> values = values(name);
    return values.subList(0, values.size() - 1).stream().mapToLong(Long::longValue).sum();
  }

  private static List<Long> values(String name, String... labels) {
    return Metrics.ofProcess().series().stream()
        .filter(series -> series.name().equals(name))
        .filter(series -> series.labels().contains("\"metered\""))
        .filter(series -> Stream.of(labels).allMatch(series.labels()::contains))
        .findFirst()
        .orElseThrow()
        .values();
  }

  @Test
  void checks_of_its_health_may_wait() throws Exception {
    try (WireClient client = client();
        WireClient other = client()) {
      client.send(get("/healthz"));
      assertEquals("/x", other.get("/x").body());
      checked.countDown();
      WireClient.Answer health = client.read();
      assertTrue(health.body().contains("\"slow\""), health.body());
    }
  }

  @Test
  void a_head_request_gets_the_length_without_the_body() throws Exception {
    try (WireClient client = client()) {
      client.send("HEAD /twelve HTTP/1.1\r\nHost: x\r\n\r\n");
      assertEquals("7", client.readHead().headers().get("content-length"));
      assertEquals("/next", client.get("/next").body());
    }
  }

  @Test
  void filters_in_front_of_it_are_refused() {
    HttpService.Builder builder =
        HttpService.builder("test")
            .listen(ListenAddress.tcp("127.0.0.1", 0))
            .filter((request, next) -> next.handle(request))
            .nonBlocking(request -> now("x"));
    assertThrows(IllegalArgumentException.class, builder::build);
  }
}
