package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigChange;
import dev.perennial.config.Mutated;
import dev.perennial.config.Rejected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// F84: at a reload certificate and key do not fit, or a file is half written, expired or gone. The
/// reload is refused with the reason, what was good last is served, and the next reload works.
class F84BrokenCertificatesTest {

  private static final ConfigChange NO_CHANGE = new ConfigChange(1, 1, List.of(), List.of());

  @TempDir Path folder;

  @RegisterExtension private final TestServices services = new TestServices();

  private Config config;
  private HttpService service;

  @BeforeEach
  void start() throws Exception {
    TestTls.fill(folder, "server");
    config = TestTls.config(folder);
    service = services.startHello(builder -> builder.tls(config));
  }

  private void assertRefused(String reason) throws Exception {
    Rejected refused = assertInstanceOf(Rejected.class, config.reload());
    String text = refused.errors().getFirst().toString();
    assertTrue(text.contains(reason), text);
    service.reset(NO_CHANGE);
    assertTrue(service.tls().orElseThrow().problem().orElseThrow().contains(reason));
    assertServes();
    TestTls.fill(folder, "next");
    assertInstanceOf(Mutated.class, config.reload());
    service.reset(NO_CHANGE);
    assertEquals("CN=the next localhost", service.tls().orElseThrow().subject());
    assertServes();
  }

  private void assertServes() throws Exception {
    try (WireClient client = WireClient.secureOf(service)) {
      assertEquals("hello", client.get("/").body());
    }
  }

  private void replace(String with, String file) throws IOException {
    Files.copy(TestTls.file(with), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void a_key_of_another_certificate() throws Exception {
    replace("next.key", "tls.key");
    assertRefused("is not the key of the certificate in");
  }

  @Test
  void a_half_written_certificate() throws Exception {
    byte[] whole = Files.readAllBytes(TestTls.file("server.pem"));
    Files.write(folder.resolve("tls.pem"), java.util.Arrays.copyOf(whole, 200));
    assertRefused("has no END");
  }

  @Test
  void an_expired_certificate() throws Exception {
    replace("expired.pem", "tls.pem");
    assertRefused("expired on");
  }

  @Test
  void a_file_that_is_gone() throws Exception {
    Files.delete(folder.resolve("tls.key"));
    assertRefused("there is no such file");
  }
}
