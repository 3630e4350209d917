package dev.perennial.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.OptionConflict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsContextTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "server.pem,server.key",
    "server.pem,server.sec1.key",
    "server.both.pem,server.both.pem",
    "rsa.pem,rsa.pkcs1.key",
    "ed25519.pem,ed25519.key"
  })
  void a_client_that_trusts_the_authority_trusts_the_chain(String certificate, String key)
      throws Exception {
    TlsContext context = new TlsContext(Pem.server(certificate, key));
    assertEquals("CN=localhost", Handshake.with(context.serverEngine()).subjects().getFirst());
    assertEquals("CN=localhost", context.subject());
  }

  @ParameterizedTest
  @CsvSource({
    "0 0 1 1, CN=localhost CN=Perennial test intermediate",
    "0 2 1, CN=localhost CN=Perennial test intermediate CN=Perennial test authority",
    "2 1 0, CN=localhost CN=Perennial test intermediate CN=Perennial test authority",
    "3 0 1, CN=localhost CN=Perennial test intermediate"
  })
  void a_chain_in_any_order_is_served_as_one(String numbers, String subjects) throws Exception {
    String server = Files.readString(Pem.file("server.pem"));
    int second = server.lastIndexOf("-----BEGIN");
    List<String> blocks =
        List.of(
            server.substring(0, second),
            server.substring(second),
            Files.readString(Pem.file("ca.pem")),
            Files.readString(Pem.file("stranger.pem")));
    StringBuilder file = new StringBuilder();
    for (String number : numbers.split(" ")) {
      file.append(blocks.get(Integer.parseInt(number)));
    }
    Path mixed = Files.writeString(folder.resolve("tls.pem"), file);
    TlsContext context = new TlsContext(Pem.server(mixed, Pem.file("server.key")));
    assertEquals(subjects, String.join(" ", Handshake.with(context.serverEngine()).subjects()));
  }

  @Test
  void a_key_with_a_password_is_served() throws Exception {
    TlsContext context = new TlsContext(Pem.withPassword("server.encrypted.key", Pem.PASSWORD));
    assertEquals("CN=localhost", Handshake.with(context.serverEngine()).subjects().getFirst());
  }

  @Test
  void without_a_version_the_best_of_both_sides_is_spoken() throws Exception {
    TlsContext context = new TlsContext(Pem.server("server.pem", "server.key"));
    assertEquals("TLSv1.3", Handshake.with(context.serverEngine()).protocol());
    assertEquals("TLSv1.2", Handshake.withProtocol(context.serverEngine(), "TLSv1.2").protocol());
  }

  @ParameterizedTest
  @CsvSource({"TLSV1_2,TLSv1.2,TLSv1.3", "TLSV1_3,TLSv1.3,TLSv1.2"})
  void a_version_that_is_named_is_spoken_alone(TlsVersion version, String protocol, String other)
      throws Exception {
    TlsContext context = new TlsContext(Pem.withVersion(version));
    assertEquals(protocol, Handshake.with(context.serverEngine()).protocol());
    assertThrows(SSLException.class, () -> Handshake.withProtocol(context.serverEngine(), other));
  }

  @Test
  void a_version_that_the_jvm_has_switched_off_is_refused() {
    assertTrue(Security.getProperty("jdk.tls.disabledAlgorithms").contains("TLSv1,"));
    String text = refusal(Pem.withVersion(TlsVersion.TLSV1));
    assertTrue(text.startsWith("version: TLSv1 is switched off in this JVM"), text);
  }

  @Test
  void the_ciphers_that_are_named_are_used() throws Exception {
    TlsContext context = new TlsContext(Pem.withCiphers("DHE-RSA-AES256-GCM-SHA384"));
    assertEquals(
        "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
        Handshake.withProtocol(context.serverEngine(), "TLSv1.2").cipher());
  }

  @Test
  void ciphers_that_do_not_exist_are_refused() {
    String text = refusal(Pem.withCiphers("NOTHING"));
    assertTrue(text.startsWith("ciphers: the list 'NOTHING' selects no cipher"), text);
  }

  @Test
  void a_required_certificate_must_be_shown_and_be_good() throws Exception {
    TlsContext context = new TlsContext(Pem.withClients(ClientCertificate.REQUIRED));
    assertEquals("TLSv1.2", Handshake.withCertificate(context.serverEngine(), "client").protocol());
    for (Optional<String> bad : List.of(Optional.of("stranger"), Optional.<String>empty())) {
      assertThrows(
          SSLException.class,
          () -> Handshake.with(context.serverEngine(), bad, new String[] {"TLSv1.2"}));
    }
  }

  @Test
  void an_optional_certificate_may_be_left_out_but_must_be_good() throws Exception {
    TlsContext context = new TlsContext(Pem.withClients(ClientCertificate.OPTIONAL));
    assertEquals("TLSv1.3", Handshake.with(context.serverEngine()).protocol());
    assertEquals("TLSv1.2", Handshake.withCertificate(context.serverEngine(), "client").protocol());
    assertThrows(
        SSLException.class, () -> Handshake.withCertificate(context.serverEngine(), "stranger"));
  }

  @Test
  void without_an_authority_no_client_is_asked() throws Exception {
    TlsContext context = new TlsContext(Pem.server("server.pem", "server.key"));
    SSLEngine engine = context.serverEngine();
    Handshake.withCertificate(engine, "stranger");
    assertThrows(SSLException.class, () -> engine.getSession().getPeerCertificates());
  }

  @Test
  void everything_that_is_wrong_is_said_at_once() {
    OptionConflict conflict =
        assertThrows(
            OptionConflict.class, () -> new TlsContext(Pem.server("missing.pem", "missing.key")));
    assertEquals(List.of("cert_file", "key_file"), conflict.options());
    assertTrue(conflict.getMessage().contains("missing.pem: there is no such file"));
    assertTrue(conflict.getMessage().contains("missing.key: there is no such file"));
  }

  @Test
  void a_key_of_another_certificate_is_refused() {
    String text = refusal(Pem.server("server.pem", "next.key"));
    assertTrue(text.contains("next.key is not the key of the certificate in"), text);
  }

  @Test
  void the_end_is_that_of_the_first_certificate_to_end() throws IOException {
    TlsContext context = new TlsContext(Pem.server("server.pem", "server.key"));
    Instant first =
        Certificates.read(Pem.file("server.pem")).stream()
            .map(certificate -> certificate.getNotAfter().toInstant())
            .sorted()
            .toList()
            .getFirst();
    assertEquals(first, context.expiresAt());
  }

  private static String refusal(SslOptions options) {
    return assertThrows(OptionConflict.class, () -> new TlsContext(options)).getMessage();
  }
}
