package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file on a web server that wants to see a certificate, and shows one.
class HttpsSourceTest {
  private static final Path PEM = Path.of("../tls/src/test/resources/pem").toAbsolutePath();

  @Group("grp")
  record Options(@Opt(def = "d") String text) {}

  @TempDir Path directory;
  private ProgramOnDisk disk;
  private HttpsServer server;

  @BeforeEach
  void start() throws IOException {
    disk = new ProgramOnDisk(directory);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Thread::startVirtualThread);
    SSLContext context =
        PemFiles.context(
            Optional.of(PEM.resolve("ca.pem")),
            Optional.of(PEM.resolve("server.pem")),
            Optional.of(PEM.resolve("server.key")));
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = context.getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            parameters.setSSLParameters(wanted);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "[grp]\ntext = from afar\n".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private ConfigBuilder program(String... lines) {
    disk.file(
        "etc/prog.conf",
        "[DEFAULT]|config_source = web|[web]|driver = remote_file|uri = https://127.0.0.1:"
            + server.getAddress().getPort()
            + "/x?key=hidden|"
            + String.join("|", lines));
    return disk.program(Options.class);
  }

  private String refusal(String... lines) {
    List<String> errors = disk.refusal(program(lines));
    assertEquals(1, errors.size(), errors::toString);
    assertTrue(errors.getFirst().startsWith("source [web] cannot be read: https://127.0.0.1:"));
    assertTrue(errors.getFirst().contains("/x: "), errors::toString);
    return errors.getFirst();
  }

  @Test
  void is_read_when_both_certificates_are_good() {
    ConfigBuilder program =
        program(
            "ca_path = " + PEM.resolve("ca.pem"),
            "client_cert = " + PEM.resolve("client.pem"),
            "client_key = " + PEM.resolve("client.key"));
    assertEquals("from afar", program.load(new String[0]).get(Options.class).text());
  }

  @Test
  void that_shows_a_certificate_of_nobody_known_is_refused() {
    assertTrue(refusal().contains("certification path"));
    assertTrue(refusal("ca_path = " + PEM.resolve("stranger-ca.pem")).contains("CertPath"));
  }

  @Test
  void refuses_whoever_shows_none_or_that_of_a_stranger() {
    // What the client gets to see of that is a matter of time: an alert, or the end.
    String authority = "ca_path = " + PEM.resolve("ca.pem");
    String none = refusal(authority);
    String stranger =
        refusal(
            authority,
            "client_cert = " + PEM.resolve("stranger.pem"),
            "client_key = " + PEM.resolve("stranger.key"));
    assertFalse(none.contains("hidden"), none);
    assertFalse(stranger.contains("hidden"), stranger);
  }

  @Test
  void a_certificate_without_its_key_is_of_no_use() {
    List<String> errors = disk.refusal(program("client_cert = " + PEM.resolve("client.pem")));
    assertTrue(errors.getFirst().contains("one is of no use without the other"), errors::toString);
  }
}
