package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.ConfigException;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.Metrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Each start of a service decides whether it speaks TLS.
@Timeout(60)
class TlsOnAndOffTest {

  @TempDir Path folder;

  private final AtomicBoolean wanted = new AtomicBoolean();
  private HttpService service;

  @BeforeEach
  void make() throws Exception {
    TestTls.fill(folder, "server");
    service =
        HttpService.builder("api")
            .listen(ListenAddress.tcp("127.0.0.1", 0))
            .tls(TestTls.config(folder), _ -> wanted.get())
            .health(Health.builder().patience(Duration.ofSeconds(60)).build())
            .build();
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop();
  }

  private void restart(boolean withTls) throws Exception {
    service.stop();
    wanted.set(withTls);
    service.start();
  }

  private void assertHealthy(boolean hasCertificate) throws Exception {
    ListenAddress at = service.boundAddresses().getFirst();
    try (WireClient client =
        hasCertificate ? WireClient.secure(at, TestTls.client()) : WireClient.connect(at)) {
      WireClient.Answer health = client.get("/healthz");
      assertEquals(200, health.status(), health::body);
      assertEquals(hasCertificate, health.body().contains("certificate"), health::body);
    }
  }

  @Test
  void health_tells_of_a_certificate_only_while_there_is_one() throws Exception {
    assertHealthy(false);
    restart(true);
    assertHealthy(true);
    restart(false);
    assertHealthy(false);
  }

  private static long gauge(String name) {
    return Metrics.ofProcess().gauge(name, "", "service", "api").value();
  }

  @Test
  void metrics_tell_of_a_certificate_only_while_there_is_one() throws Exception {
    restart(true);
    assertTrue(gauge("tls_certificate_end_timestamp_seconds") > 0);
    Files.writeString(folder.resolve("tls.pem"), "nothing");
    service.tls().orElseThrow().reload();
    restart(true);
    assertEquals(1, gauge("tls_certificate_refused"));
    restart(false);
    assertEquals(0, gauge("tls_certificate_refused"));
    assertEquals(0, gauge("tls_certificate_end_timestamp_seconds"));
  }

  @Test
  void a_service_that_was_plain_does_not_stay_so_because_its_files_cannot_be_used()
      throws Exception {
    Files.writeString(folder.resolve("tls.pem"), "nothing");
    ConfigException refused = assertThrows(ConfigException.class, () -> restart(true));
    assertTrue(refused.getMessage().contains("there is no certificate in it"), refused::getMessage);
    assertFalse(service.tls().isPresent());
  }
}
