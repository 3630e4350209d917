package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.TestingConfigBuilder;
import dev.perennial.http.HttpService;
import dev.perennial.http.Response;
import dev.perennial.service.ListenAddress;
import dev.perennial.tls.SslOptions;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// `openssl s_client` asks a server over TLS, for each version, cipher and mode of client
/// certificates.
@Timeout(120)
class OpenSslClientTest {

  private static final Path PEM = Path.of("../../tls/src/test/resources/pem").toAbsolutePath();
  private static final Map<String, String> CERTIFICATES =
      Map.of("Au=ECDSA", "server", "Au=RSA", "rsa", "Au=DSS", "dsa");
  private static final String REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  @TempDir Path folder;

  private HttpService service;

  @AfterEach
  void stop() {
    service.stop();
  }

  private void serve(String certificate, String... options) throws Exception {
    TestingConfigBuilder config =
        Config.forTesting(SslOptions.class)
            .set("ssl", "cert_file", PEM.resolve(certificate + ".pem").toString())
            .set("ssl", "key_file", PEM.resolve(certificate + ".key").toString());
    for (int i = 0; i < options.length; i += 2) {
      config.set("ssl", options[i], options[i + 1]);
    }
    service =
        HttpService.builder("tls")
            .listen(ListenAddress.tcp("127.0.0.1", 0))
            .tls(config.build())
            .handler(request -> Response.text(200, "hello over " + request.scheme()))
            .build();
    service.start();
  }

  /// What the client prints, with the name of the version and of the cipher.
  private String ask(String... options) throws Exception {
    int port = ((ListenAddress.Tcp) service.boundAddresses().getFirst()).port();
    List<String> command =
        new ArrayList<>(
            List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port, "-servername"));
    command.addAll(List.of("localhost", "-CAfile", PEM.resolve("ca.pem").toString()));
    command.addAll(List.of("-verify_return_error", "-brief", "-ign_eof"));
    command.addAll(List.of(options));
    Path input = Files.writeString(folder.resolve("request"), REQUEST);
    Path output = folder.resolve("output");
    Process client =
        new ProcessBuilder(command)
            .redirectInput(Redirect.from(input.toFile()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(client.waitFor(60, TimeUnit.SECONDS), "openssl does not end");
    } finally {
      client.destroyForcibly();
    }
    return text(output);
  }

  private static String text(Path output) throws IOException {
    return new String(Files.readAllBytes(output), StandardCharsets.ISO_8859_1);
  }

  private static void assertServed(String said, String... details) {
    assertTrue(said.contains("hello over https"), said);
    for (String detail : details) {
      assertTrue(said.contains(detail), said);
    }
  }

  /// By us, and not by OpenSSL itself: the word is that of an alert that has come.
  private static void assertRefused(String said, String word) {
    assertFalse(said.contains("hello over"), said);
    assertTrue(said.contains("alert " + word), said);
  }

  @ParameterizedTest
  @CsvSource({"server,-tls1_2,TLSv1.2", "server,-tls1_3,TLSv1.3", "rsa,-tls1_3,TLSv1.3"})
  void each_version_is_spoken_and_the_chain_is_good(String certificate, String option, String name)
      throws Exception {
    serve(certificate);
    assertServed(ask(option), "Protocol version: " + name, "Verification: OK");
  }

  @ParameterizedTest
  @CsvSource({"tlsv1_2,-tls1_2,-tls1_3", "tlsv1_3,-tls1_3,-tls1_2"})
  void a_version_that_is_named_is_the_only_one(String version, String same, String other)
      throws Exception {
    serve("server", "version", version);
    assertServed(ask(same));
    assertRefused(ask(other), "protocol version");
  }

  /// The ciphers of TLS 1.2 that both sides have, by the names that OpenSSL has for them, each with
  /// a certificate of the kind that it needs.
  static Stream<Arguments> ciphersOfTls12() throws Exception {
    List<String> jvm =
        List.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
    // TLS_DHE_RSA_WITH_AES_128_GCM_SHA256 - DHE-RSA-AES128-GCM-SHA256 TLSv1.2 Kx=DH Au=RSA …
    return new ProcessBuilder("openssl", "ciphers", "-stdname", "ALL")
        .start()
        .inputReader()
        .lines()
        .map(line -> line.strip().split(" +"))
        .filter(columns -> jvm.contains(columns[0]) && CERTIFICATES.containsKey(columns[5]))
        .map(columns -> Arguments.of(CERTIFICATES.get(columns[5]), columns[2]));
  }

  @ParameterizedTest
  @MethodSource("ciphersOfTls12")
  void each_cipher_by_its_name_in_openssl_and_no_other(String certificate, String cipher)
      throws Exception {
    serve(certificate, "ciphers", cipher);
    String trust = pem(certificate.equals("dsa") ? "dsa" : "ca");
    assertServed(ask("-tls1_2", "-cipher", "ALL", "-CAfile", trust), "Ciphersuite: " + cipher);
    assertRefused(
        ask("-tls1_2", "-cipher", "ALL:!" + cipher, "-CAfile", trust), "handshake failure");
  }

  @ParameterizedTest
  @CsvSource({"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"})
  void each_cipher_of_tls_1_3(String cipher) throws Exception {
    serve("server");
    assertServed(ask("-tls1_3", "-ciphersuites", cipher), "Ciphersuite: " + cipher);
  }

  @ParameterizedTest
  @CsvSource({"-tls1_2, handshake failure", "-tls1_3, certificate required"})
  void a_client_certificate_that_is_required(String version, String word) throws Exception {
    serve("server", "ca_file", PEM.resolve("ca.pem").toString());
    assertServed(ask(version, "-cert", pem("client"), "-key", key("client")));
    assertRefused(ask(version), word);
    assertRefused(
        ask(version, "-cert", pem("stranger"), "-key", key("stranger")), "certificate unknown");
  }

  @ParameterizedTest
  @CsvSource({"-tls1_2", "-tls1_3"})
  void a_client_certificate_that_is_optional(String version) throws Exception {
    serve("server", "ca_file", PEM.resolve("ca.pem").toString(), "client_certificate", "optional");
    assertServed(ask(version));
    assertServed(ask(version, "-cert", pem("client"), "-key", key("client")));
    assertRefused(
        ask(version, "-cert", pem("stranger"), "-key", key("stranger")), "certificate unknown");
  }

  @Test
  void old_versions_are_refused() throws Exception {
    serve("server");
    assertRefused(ask("-tls1", "-cipher", "ALL:@SECLEVEL=0"), "protocol version");
    assertRefused(ask("-tls1_1", "-cipher", "ALL:@SECLEVEL=0"), "protocol version");
    assertServed(ask());
  }

  private static String pem(String name) {
    return PEM.resolve(name + ".pem").toString();
  }

  private static String key(String name) {
    return PEM.resolve(name + ".key").toString();
  }
}
