package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigChange;
import dev.perennial.config.ConfigException;
import dev.perennial.schedule.Deadline;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.Metrics;
import dev.perennial.tls.SslOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsServiceTest {

  private static final ConfigChange NO_CHANGE = new ConfigChange(1, 1, List.of(), List.of());
  private static final String GET = "GET /scheme HTTP/1.1\r\nHost: x\r\n\r\n";

  @TempDir Path folder;

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private HttpService service;
  private SSLContext trust;

  @BeforeEach
  void start() throws Exception {
    TestTls.fill(folder, "server");
    trust = TestTls.client();
    service = service("127.0.0.1", TestTls.config(folder));
    service.start();
  }

  @AfterEach
  void stop() {
    release.countDown();
    service.stop();
  }

  private HttpService service(String host, Config config) {
    return HttpService.builder("api")
        .listen(ListenAddress.tcp(host, 0))
        .tls(config)
        .health(Health.builder().patience(Duration.ofSeconds(60)).build())
        .handler(
            Router.builder()
                .get("/scheme", request -> Response.text(200, request.scheme()))
                .post("/echo", request -> Response.bytes(200, "text/plain", request.bytes()))
                .get("/slow", request -> slow())
                .build())
        .build();
  }

  private Response slow() throws InterruptedException {
    entered.countDown();
    release.await();
    return Response.text(200, "slow");
  }

  private ListenAddress address() {
    return service.boundAddresses().getFirst();
  }

  private WireClient client() throws Exception {
    return WireClient.secure(address(), trust);
  }

  private void assertServes() throws Exception {
    try (WireClient client = client()) {
      assertEquals("https", client.get("/scheme").body());
    }
  }

  @Test
  void a_connection_carries_requests_and_bodies_of_any_size() throws Exception {
    try (WireClient client = client()) {
      assertEquals("https", client.get("/scheme").body());
      String large = "0123456789".repeat(50_000);
      assertEquals(large, client.post("/echo", "text/plain", large).body());
      assertEquals("https", client.get("/scheme").body());
    }
  }

  @Test
  void a_handler_sees_the_certificate_of_a_client_that_has_shown_one() throws Exception {
    HttpService asking =
        HttpService.builder("asking")
            .listen(ListenAddress.tcp("127.0.0.1", 0))
            .tls(
                Config.forTesting(SslOptions.class)
                    .set("ssl", "cert_file", folder.resolve("tls.pem").toString())
                    .set("ssl", "key_file", folder.resolve("tls.key").toString())
                    .set("ssl", "ca_file", TestTls.file("ca.pem").toString())
                    .set("ssl", "client_certificate", "optional")
                    .build())
            .filter((request, next) -> next.handle(request.with(String.class, "known")))
            .handler(request -> Response.text(200, owner(request)))
            .build();
    asking.start();
    ListenAddress at = asking.boundAddresses().getFirst();
    try (WireClient known = WireClient.secure(at, TestTls.clientWith("client"));
        WireClient unknown = WireClient.secure(at, trust)) {
      assertEquals("CN=a client", known.get("/").body());
      assertEquals("CN=a client", known.get("/").body());
      assertEquals("nobody", unknown.get("/").body());
    } finally {
      asking.stop();
    }
  }

  private static String owner(Request request) {
    return request
        .clientCertificate()
        .map(shown -> shown.getSubjectX500Principal().getName())
        .orElse("nobody");
  }

  @Test
  void an_ipv6_address_speaks_tls_too() throws Exception {
    Ipv6.assumeThere();
    HttpService six = service("::1", TestTls.config(folder));
    six.start();
    try (WireClient client = WireClient.secure(six.boundAddresses().getFirst(), trust)) {
      assertEquals("https", client.get("/scheme").body());
    } finally {
      six.stop();
    }
  }

  @Test
  void all_addresses_speak_tls_and_none_of_them_plainly() throws Exception {
    HttpService several =
        HttpService.builder("api")
            .listen(ListenAddress.tcp("127.0.0.1", 0))
            .listen(ListenAddress.tcp("127.0.0.1", 0))
            .tls(TestTls.config(folder))
            .handler(request -> Response.text(200, request.scheme()))
            .build();
    several.start();
    try {
      for (ListenAddress address : several.boundAddresses()) {
        try (WireClient secure = WireClient.secure(address, trust);
            Socket plain = raw(address)) {
          assertEquals("https", secure.get("/").body());
          assertNotServed(plain);
        }
      }
    } finally {
      several.stop();
    }
  }

  @Test
  void a_server_without_certificates_beside_it_speaks_plainly() throws Exception {
    Config none = Config.forTesting(dev.perennial.tls.SslOptions.class).build();
    HttpService plain = service("127.0.0.1", none);
    plain.start();
    try (WireClient client = WireClient.connect(plain.boundAddresses().getFirst())) {
      assertEquals("http", client.get("/scheme").body());
      assertTrue(plain.certificateEnd().isEmpty());
      assertServes();
    } finally {
      plain.stop();
    }
  }

  @Test
  void connections_that_are_reset_before_a_handshake_end_nothing_else() throws Exception {
    for (int i = 0; i < 50; i++) {
      try (Socket socket = raw()) {
        if (i % 2 == 0) {
          socket.getOutputStream().write(22);
        }
        socket.setSoLinger(true, 0);
      }
    }
    assertServes();
  }

  @Test
  void garbage_is_answered_by_the_end_of_its_connection() throws Exception {
    byte[] garbage = new byte[4096];
    new java.util.Random(7).nextBytes(garbage);
    try (Socket socket = raw()) {
      socket.getOutputStream().write(garbage);
      drainToEnd(socket);
    }
    assertServes();
  }

  @Test
  void plain_http_is_answered_by_the_end_of_its_connection() throws Exception {
    try (Socket socket = raw()) {
      assertNotServed(socket);
    }
    assertServes();
  }

  private static void assertNotServed(Socket plain) throws IOException {
    plain.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
    assertFalse(drainToEnd(plain).contains("HTTP/1.1 200"));
  }

  private Socket raw() throws IOException {
    return raw(address());
  }

  private static Socket raw(ListenAddress address) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress("127.0.0.1", ((ListenAddress.Tcp) address).port()));
    return socket;
  }

  // A reset is an end as well: what was not read when the server closed causes one.
  private static String drainToEnd(Socket socket) {
    StringBuilder said = new StringBuilder();
    try {
      InputStream in = socket.getInputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        said.append((char) next);
      }
    } catch (IOException reset) {
      said.append("(reset)");
    }
    return said.toString();
  }

  @Test
  void a_reset_serves_new_files_to_new_connections_and_keeps_old_ones() throws Exception {
    try (WireClient old = client()) {
      old.get("/scheme");
      TestTls.fill(folder, "next");
      service.reset(NO_CHANGE);
      assertEquals("CN=the next localhost", service.tls().orElseThrow().subject());
      assertEquals("https", old.get("/scheme").body());
      assertServes();
    }
  }

  @Test
  void files_that_change_are_followed_while_it_serves() throws Exception {
    TestTls.fill(folder, "next");
    Await.until(
        "the next certificate",
        () -> service.tls().orElseThrow().subject().equals("CN=the next localhost"));
    assertServes();
  }

  @Test
  void a_restart_reads_the_files_again_and_keeps_the_last_good_ones() throws Exception {
    service.stop();
    TestTls.fill(folder, "next");
    service.start();
    assertEquals("CN=the next localhost", service.tls().orElseThrow().subject());
    service.stop();
    Files.writeString(folder.resolve("tls.pem"), "nothing");
    service.start();
    assertServes();
  }

  @Test
  void operators_see_when_the_certificate_ends_and_that_its_successor_is_refused()
      throws Exception {
    long end = service.tls().orElseThrow().expiresAt().getEpochSecond();
    assertEquals(end, gauge("tls_certificate_end_timestamp_seconds"));
    assertEquals(end, service.certificateEnd().orElseThrow().getEpochSecond());
    assertEquals(0, gauge("tls_certificate_refused"));
    try (WireClient client = client()) {
      assertEquals(200, client.get("/healthz").status());
      Files.writeString(folder.resolve("tls.pem"), "nothing");
      service.reset(NO_CHANGE);
      assertEquals(end, gauge("tls_certificate_end_timestamp_seconds"));
      assertEquals(1, gauge("tls_certificate_refused"));
      WireClient.Answer health = client.get("/healthz");
      assertEquals(503, health.status());
      assertTrue(health.body().contains("the files have changed and cannot be used"));
      assertEquals(200, client.get("/readyz").status());
    }
  }

  @Test
  void operators_see_when_the_certificate_ends_that_takes_its_place() throws Exception {
    long before = gauge("tls_certificate_end_timestamp_seconds");
    TestTls.fill(folder, "rsa");
    service.reset(NO_CHANGE);
    // That one ends a second later.
    assertEquals(before + 1, gauge("tls_certificate_end_timestamp_seconds"));
    assertEquals(before + 1, service.certificateEnd().orElseThrow().getEpochSecond());
    assertEquals(0, gauge("tls_certificate_refused"));
  }

  private static long gauge(String name) {
    return Metrics.ofProcess().series().stream()
        .filter(series -> series.name().equals(name) && series.labels().contains("\"api\""))
        .mapToLong(series -> series.values().getFirst())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void files_that_cannot_be_used_are_refused_before_anything_starts() throws Exception {
    Files.delete(folder.resolve("tls.key"));
    Config config = TestTls.config(folder);
    ConfigException refused =
        assertThrows(ConfigException.class, () -> service("127.0.0.1", config));
    assertTrue(refused.getMessage().contains("tls.key does not exist"), refused::getMessage);
  }

  @Test
  void certificates_are_exchanged_under_load_without_a_failed_handshake() throws Exception {
    FutureTask<Integer> load =
        new FutureTask<>(() -> {
          int served = 0;
          for (; served < 100; served++) {
            assertServes();
          }
          return served;
        });
    Thread.ofPlatform().daemon().start(load);
    for (int i = 0; !load.isDone(); i++) {
      TestTls.fill(folder, i % 2 == 0 ? "next" : "rsa");
      service.reset(NO_CHANGE);
    }
    assertEquals(100, load.get());
  }

  @Test
  void a_drain_answers_what_is_under_way_and_says_that_it_closes() throws Exception {
    try (WireClient client = client();
        WireClient idle = client()) {
      idle.get("/scheme");
      client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
      entered.await();
      FutureTask<Boolean> drain = drain();
      assertTrue(idle.readEnd(), "an idle connection ends after a quiet second");
      release.countDown();
      WireClient.Answer answer = client.read();
      assertEquals("slow", answer.body());
      assertTrue(answer.closes());
      assertTrue(client.readEnd());
      assertTrue(drain.get());
    }
  }

  @Test
  void requests_that_were_sent_ahead_are_answered_in_a_drain() throws Exception {
    try (WireClient client = client()) {
      client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
      entered.await();
      client.send(GET);
      client.send(GET);
      Await.until("both have come", () -> Sockets.unread(address()) > 2 * GET.length());
      FutureTask<Boolean> drain = drain();
      release.countDown();
      assertEquals("slow", client.read().body());
      assertEquals("https", client.read().body());
      assertEquals("https", client.read().body());
      assertTrue(client.readEnd());
      assertTrue(drain.get());
    }
  }

  private FutureTask<Boolean> drain() {
    FutureTask<Boolean> drain =
        new FutureTask<>(() -> {
          Deadline deadline = Deadline.after(Duration.ofSeconds(40));
          service.drain(deadline);
          return !deadline.passed();
        });
    Thread.ofPlatform().daemon().start(drain);
    return drain;
  }
}
