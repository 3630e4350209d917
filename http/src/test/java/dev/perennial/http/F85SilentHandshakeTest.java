package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.service.ListenAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// F85: clients connect to a port with TLS and stay silent, or stop in the middle of the handshake.
/// Others are served meanwhile, and the silent ones are gone at the deadline.
@Timeout(60)
class F85SilentHandshakeTest {

  @TempDir Path folder;

  private HttpService service;

  @BeforeEach
  void start() throws Exception {
    TestTls.fill(folder, "server");
    HttpTimeouts timeouts =
        new HttpTimeouts(
            Duration.ofSeconds(900),
            Duration.ofSeconds(2),
            Duration.ZERO,
            Duration.ofSeconds(30),
            240);
    service =
        HttpService.builder("api")
            .listen(ListenAddress.tcp("127.0.0.1", 0))
            .options(HttpOptions.DEFAULTS.with(timeouts))
            .tls(TestTls.config(folder))
            .handler(request -> Response.text(200, "hello"))
            .build();
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop();
  }

  @Test
  void two_hundred_silent_clients_stop_nobody_and_are_gone_in_time() throws Exception {
    List<WireClient> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        WireClient client = WireClient.connect(service.boundAddresses().getFirst());
        silent.add(client);
        if (i % 2 == 0) {
          client.send("\26\3\1");
        }
      }
      try (WireClient other =
          WireClient.secure(service.boundAddresses().getFirst(), TestTls.client())) {
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
    try (WireClient quiet =
        WireClient.secure(service.boundAddresses().getFirst(), TestTls.client())) {
      try (WireClient silent = WireClient.connect(service.boundAddresses().getFirst())) {
        assertTrue(silent.readEnd());
      }
      assertEquals("hello", quiet.get("/").body());
    }
  }
}
