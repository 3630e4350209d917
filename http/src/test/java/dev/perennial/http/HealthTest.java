package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.Deadline;
import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class HealthTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicReference<HttpService> running = new AtomicReference<>();

  private HttpService serve(Health health) throws Exception {
    return serve(HttpService.builder("test").health(health));
  }

  private HttpService serve(HttpService.Builder builder) throws Exception {
    HttpService service = builder.listen(ListenAddress.tcp("127.0.0.1", 0)).build();
    running.set(service);
    service.start();
    return service;
  }

  @AfterEach
  void stop() {
    release.countDown();
    Optional.ofNullable(running.get()).ifPresent(HttpService::stop);
  }

  private Response slow() throws InterruptedException {
    entered.countDown();
    release.await();
    return Response.text(200, "slow");
  }

  private static void drain(HttpService service) {
    try {
      service.drain(Deadline.after(PATIENCE));
    } catch (InterruptedException unexpected) {
      throw new IllegalStateException(unexpected);
    }
  }

  private static boolean accepts(HttpService service) {
    try (WireClient _ = WireClient.connect(service.boundAddresses().getFirst())) {
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private static boolean isOk(HttpService service, String path) {
    try {
      return get(service, path).status() == 200;
    } catch (IOException lost) {
      return false;
    }
  }

  private static String request(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
  }

  private static WireClient.Answer get(HttpService service, String path) throws IOException {
    try (WireClient client = WireClient.connect(service.boundAddresses().getFirst())) {
      return client.get(path);
    }
  }

  // What a check took is not the same twice.
  private static String withoutTimes(WireClient.Answer answer) {
    return answer.body().replaceAll("\"seconds\":[0-9.E-]+", "\"seconds\":T");
  }

  private static String ok(String name) {
    return "{\"name\":\"" + name + "\",\"status\":\"ok\",\"detail\":\"\",\"seconds\":T}";
  }

  private static String failed(String name, String detail) {
    return "{\"name\":\"%s\",\"status\":\"failed\",\"detail\":\"%s\",\"seconds\":T}"
        .formatted(name, detail);
  }

  @Test
  void each_path_tells_the_checks_that_count_for_it() throws Exception {
    HttpService service =
        serve(
            Health.builder()
                .patience(PATIENCE)
                .check("alive", () -> {}, Health.Probe.LIVE)
                .check("loaded", () -> {}, Health.Probe.READY)
                .check(
                    "database",
                    () -> {
                      throw new UnhealthyException("not reachable");
                    })
                .build());
    WireClient.Answer live = get(service, "/livez");
    assertEquals(200, live.status());
    assertEquals("application/json", live.headers().get("content-type"));
    assertEquals("no-store", live.headers().get("cache-control"));
    assertEquals("{\"status\":\"ok\",\"checks\":[" + ok("alive") + "]}", withoutTimes(live));
    WireClient.Answer ready = get(service, "/readyz");
    assertEquals(200, ready.status());
    assertEquals(
        "{\"status\":\"ok\",\"checks\":[" + ok("serving") + "," + ok("loaded") + "]}",
        withoutTimes(ready));
    WireClient.Answer all = get(service, "/healthz");
    assertEquals(503, all.status());
    assertEquals(
        "{\"status\":\"failed\",\"checks\":["
            + String.join(
                ",", ok("serving"), ok("alive"), ok("loaded"), failed("database", "not reachable"))
            + "]}",
        withoutTimes(all));
  }

  @Test
  void what_an_unexpected_failure_says_stays_in_the_log() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    HttpService service =
        serve(
            Health.builder()
                .patience(PATIENCE)
                .check(
                    "database",
                    () -> {
                      if (calls.incrementAndGet() < 3) {
                        throw new IllegalStateException("user scott, password tiger");
                      }
                    },
                    Health.Probe.LIVE)
                .build());
    try (LogLines log = LogLines.collect()) {
      String answer = get(service, "/livez").body();
      assertTrue(answer.contains("failed; the log has the cause"), answer);
      assertFalse(answer.contains("tiger"), answer);
      assertEquals(503, get(service, "/livez").status());
      assertEquals(200, get(service, "/livez").status());
      assertEquals(200, get(service, "/livez").status());
      assertEquals(
          List.of("health: database is not well", "health: database is well again"),
          log.with("health: "));
    }
  }

  @Test
  void a_draining_service_is_alive_but_not_ready() throws Exception {
    HttpService service =
        serve(
            HttpService.builder("test")
                .health(Health.builder().build())
                .handler(request -> slow()));
    try (WireClient client = WireClient.connect(service.boundAddresses().getFirst())) {
      assertEquals(200, client.get("/readyz").status());
      client.send(request("/slow") + request("/readyz") + request("/livez"));
      entered.await();
      Thread drain = Thread.ofVirtual().start(() -> drain(service));
      Await.until("no new connection", () -> !accepts(service));
      release.countDown();
      assertEquals("slow", client.read().body());
      WireClient.Answer ready = client.read();
      assertEquals(503, ready.status());
      assertEquals(
          "{\"status\":\"failed\",\"checks\":[" + failed("serving", "the service drains") + "]}",
          withoutTimes(ready));
      assertEquals(200, client.read().status());
      service.stop();
      drain.join();
    }
  }

  @Test
  void probes_are_answered_in_front_of_filters_and_while_the_pool_is_full() throws Exception {
    HttpLimits limits = HttpLimits.DEFAULTS;
    HttpService service =
        serve(
            HttpService.builder("test")
                .health(Health.builder().build())
                .options(
                    HttpOptions.DEFAULTS.with(
                        new HttpLimits(
                            limits.bodyBytes(), limits.headerLineBytes(), limits.urlBytes(), 1, 0)))
                .filter((request, next) -> next.handle(request).withHeader("X-Filter", "seen"))
                .handler(request -> slow()));
    try (WireClient client = WireClient.connect(service.boundAddresses().getFirst())) {
      client.send(request("/slow"));
      entered.await();
      assertEquals(503, get(service, "/other").status());
      WireClient.Answer ready = get(service, "/readyz");
      assertEquals(200, ready.status());
      assertFalse(ready.headers().containsKey("x-filter"));
      release.countDown();
      assertEquals("seen", client.read().headers().get("x-filter"));
    }
  }

  @Test
  void a_check_that_hangs_fails_in_time_and_is_not_run_again_meanwhile() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    HttpService service =
        serve(
            Health.builder()
                .patience(Duration.ofMillis(50))
                .check(
                    "stuck",
                    () -> {
                      if (runs.incrementAndGet() == 1) {
                        release.await();
                      }
                    },
                    Health.Probe.LIVE)
                .build());
    for (int i = 0; i < 3; i++) {
      assertEquals(
          "{\"status\":\"failed\",\"checks\":[" + failed("stuck", "no result within 50 ms") + "]}",
          withoutTimes(get(service, "/livez")));
    }
    assertEquals(1, runs.get());
    release.countDown();
    Await.until("well again", () -> isOk(service, "/livez"));
  }

  @Test
  void checks_run_beside_each_other() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    HttpService service =
        serve(
            Health.builder()
                .patience(PATIENCE)
                .check("left", both::await)
                .check("right", both::await)
                .build());
    assertEquals(200, get(service, "/healthz").status());
  }

  @Test
  void only_get_and_head_are_possible() throws Exception {
    HttpService service = serve(Health.builder().build());
    try (WireClient client = WireClient.connect(service.boundAddresses().getFirst())) {
      client.send("POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
      WireClient.Answer refused = client.read();
      assertEquals(405, refused.status());
      assertEquals("GET, HEAD", refused.headers().get("allow"));
    }
  }

  @Test
  void without_health_the_paths_belong_to_the_program() throws Exception {
    HttpService service =
        serve(HttpService.builder("test").handler(request -> Response.text(200, request.path())));
    assertEquals("/healthz", get(service, "/healthz").body());
  }

  @Test
  void names_are_checked_when_they_are_given() {
    Health.Builder health = Health.builder().check("database", () -> {});
    assertThrows(IllegalArgumentException.class, () -> health.check("database", () -> {}));
    assertThrows(IllegalArgumentException.class, () -> health.check("serving", () -> {}));
    assertThrows(IllegalArgumentException.class, () -> health.check("Two words", () -> {}));
    assertThrows(IllegalArgumentException.class, () -> health.patience(Duration.ZERO));
  }
}
