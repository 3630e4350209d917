package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// F85: clients connect to a port with TLS and stay silent, or stop in the middle of the handshake.
/// Others are served meanwhile, and the silent ones are gone at the deadline.
@Timeout(60)
class F85SilentHandshakeTest {

  @TempDir Path folder;

  @RegisterExtension private final TestServices services = new TestServices();

  private HttpService service;

  @BeforeEach
  void start() throws Exception {
    TestTls.fill(folder, "server");
    HttpTimeouts timeouts = HttpTimeouts.DEFAULTS.withHead(Duration.ofSeconds(4));
    service =
        services.startHello(
            b -> b.options(HttpOptions.DEFAULTS.with(timeouts)).tls(TestTls.config(folder)));
  }

  @Test
  void two_hundred_silent_clients_stop_nobody_and_are_gone_in_time() throws Exception {
    List<WireClient> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        WireClient client = WireClient.of(service);
        silent.add(client);
        if (i % 2 == 0) {
          client.send("\26\3\1");
        }
      }
      try (WireClient other = WireClient.secureOf(service)) {
        assertEquals("hello", other.get("/").body());
      }
      for (WireClient client : silent) {
        assertTrue(client.readEnd());
      }
    } finally {
      for (WireClient client : silent) {
        client.close();
      }
    }
  }

  @Test
  void a_client_that_has_shaken_hands_may_be_silent() throws Exception {
    try (WireClient quiet = WireClient.secureOf(service)) {
      try (WireClient silent = WireClient.of(service)) {
        assertTrue(silent.readEnd());
      }
      assertEquals("hello", quiet.get("/").body());
    }
  }
}
