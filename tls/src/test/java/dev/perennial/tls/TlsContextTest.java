package dev.perennial.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.OptionConflict;
import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.Security;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsContextTest {

  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  private static final Instant BEFORE_ALL = Instant.parse("2019-11-22T00:00:00Z");

  private static final CopyOption REPLACE = StandardCopyOption.REPLACE_EXISTING;

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
    assertEquals("CN=localhost", subject(context));
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
    Files.writeString(folder.resolve("tls.pem"), file);
    Files.copy(Pem.file("server.key"), folder.resolve("tls.key"));
    assertEquals(subjects, String.join(" ", subjects(context())));
  }

  @Test
  void a_key_with_a_password_is_served() throws Exception {
    TlsContext context = new TlsContext(Pem.withPassword("server.encrypted.key", Pem.PASSWORD));
    assertEquals("CN=localhost", subject(context));
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
  void new_files_are_served_after_a_reload() throws Exception {
    TlsContext context = contextOf("server");
    copy("next");
    assertEquals("CN=localhost", subject(context));
    assertTrue(context.reload());
    assertEquals("CN=the next localhost", context.subject());
    assertEquals(Optional.empty(), context.problem());
  }

  @Test
  void files_that_cannot_be_used_leave_the_last_good_ones() throws Exception {
    TlsContext context = contextOf("server");
    Files.copy(Pem.file("next.key"), folder.resolve("tls.key"), REPLACE);
    assertFalse(context.reload());
    assertEquals("CN=localhost", subject(context));
    assertTrue(context.problem().orElseThrow().contains("is not the key of the certificate"));
    copy("next");
    assertTrue(context.reload());
    assertEquals(Optional.empty(), context.problem());
  }

  @Test
  void an_expired_certificate_is_served_at_the_start_and_refused_in_a_reload() throws Exception {
    Files.copy(Pem.file("expired.pem"), folder.resolve("tls.pem"));
    Files.copy(Pem.file("server.key"), folder.resolve("tls.key"));
    TlsContext context = context();
    assertTrue(context.expiresAt().isBefore(NOW));
    assertFalse(context.reload());
    assertTrue(context.problem().orElseThrow().contains("expired on 2019-12-31"));
  }

  @Test
  void a_certificate_that_is_not_valid_yet_is_served_at_the_start_and_refused_in_a_reload()
      throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(BEFORE_ALL);
    fill(folder, "server");
    TlsContext context = new TlsContext(options(), now::get, LoadedTls::load);
    assertEquals("CN=localhost", context.subject());
    assertFalse(context.reload());
    String problem = context.problem().orElseThrow();
    assertTrue(problem.contains("is not valid before 2020-01-01T00:00:00Z"), problem);
    assertThrows(OptionConflict.class, () -> TlsContext.check(options(), now::get));
    now.set(NOW);
    assertTrue(context.reload());
    TlsContext.check(options(), now::get);
  }

  @Test
  void a_certificate_that_is_not_valid_yet_is_taken_as_soon_as_it_is() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(NOW);
    AtomicInteger read = new AtomicInteger();
    fill(folder, "server");
    TlsContext context =
        new TlsContext(
            options(),
            now::get,
            files -> {
              read.incrementAndGet();
              return LoadedTls.load(files);
            });
    now.set(BEFORE_ALL);
    copy("next");
    for (int i = 0; i < 5; i++) {
      assertFalse(context.follow());
    }
    assertEquals(2, read.get());
    assertEquals("CN=localhost", context.subject());
    now.set(NOW);
    assertTrue(context.follow());
    assertEquals("CN=the next localhost", context.subject());
    assertEquals(Optional.empty(), context.problem());
    assertFalse(context.follow());
    assertEquals(3, read.get());
  }

  @Test
  void an_expired_certificate_is_read_once() throws Exception {
    TlsContext context = contextOf("server");
    Files.copy(Pem.file("expired.pem"), folder.resolve("tls.pem"), REPLACE);
    context.follow();
    assertFalse(context.follow());
    String problem = context.problem().orElseThrow();
    assertFalse(context.follow());
    assertSame(problem, context.problem().orElseThrow(), "not found out again");
  }

  @Test
  void files_that_changed_are_followed_once_they_have_settled() throws Exception {
    TlsContext context = contextOf("server");
    assertFalse(context.follow());
    copy("next");
    assertFalse(context.follow(), "they may be half written");
    assertTrue(context.follow());
    assertEquals("CN=the next localhost", context.subject());
    assertFalse(context.follow());
  }

  @Test
  void bad_files_are_read_once_and_the_next_change_is_followed() throws Exception {
    TlsContext context = contextOf("server");
    Files.writeString(folder.resolve("tls.pem"), "-----BEGIN CERTIFICATE-----\nMII");
    context.follow();
    assertFalse(context.follow());
    String problem = context.problem().orElseThrow();
    assertTrue(problem.contains("tls.pem:1: the block that begins here has no END"), problem);
    assertFalse(context.follow());
    copy("next");
    context.follow();
    assertTrue(context.follow());
  }

  @Test
  void whatever_fails_while_files_are_read_is_a_problem_and_the_next_change_is_followed()
      throws Exception {
    fill(folder, "server");
    AtomicBoolean fails = new AtomicBoolean();
    TlsContext context =
        new TlsContext(
            options(),
            () -> NOW,
            files -> {
              if (fails.get()) {
                throw new IllegalStateException("unheard of");
              }
              return LoadedTls.load(files);
            });
    fails.set(true);
    copy("next");
    context.follow();
    assertFalse(context.follow());
    assertTrue(context.problem().orElseThrow().contains("unheard of"));
    assertEquals("CN=localhost", subject(context));
    fails.set(false);
    copy("rsa");
    context.follow();
    assertTrue(context.follow());
    assertEquals(Optional.empty(), context.problem());
  }

  @Test
  void a_link_that_is_swapped_is_followed() throws Exception {
    fill(Files.createDirectory(folder.resolve("..1")), "server");
    fill(Files.createDirectory(folder.resolve("..2")), "next");
    Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
    TlsContext context =
        new TlsContext(Pem.server(data.resolve("tls.pem"), data.resolve("tls.key")));
    Path other = Files.createSymbolicLink(folder.resolve("..tmp"), Path.of("..2"));
    Files.move(other, data, StandardCopyOption.ATOMIC_MOVE);
    context.follow();
    assertTrue(context.follow());
    assertEquals("CN=the next localhost", context.subject());
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

  private TlsContext contextOf(String name) throws IOException {
    fill(folder, name);
    return context();
  }

  private TlsContext context() {
    return new TlsContext(options(), () -> NOW, LoadedTls::load);
  }

  private SslOptions options() {
    return Pem.server(folder.resolve("tls.pem"), folder.resolve("tls.key"));
  }

  private void copy(String name) throws IOException {
    fill(folder, name);
  }

  // The time is set: two writes in one tick of the file system's clock would look like none.
  private static void fill(Path folder, String name) throws IOException {
    Path certificate = folder.resolve("tls.pem");
    Path key = folder.resolve("tls.key");
    Files.copy(Pem.file(name + ".pem"), certificate, REPLACE);
    Files.copy(Pem.file(name + ".key"), key, REPLACE);
    Instant changed = NOW.minusSeconds(name.hashCode() & 0xFFFF);
    Files.setLastModifiedTime(certificate, FileTime.from(changed));
    Files.setLastModifiedTime(key, FileTime.from(changed));
  }

  private static String subject(TlsContext context) throws Exception {
    return subjects(context).getFirst();
  }

  private static List<String> subjects(TlsContext context) throws Exception {
    return Handshake.with(context.serverEngine()).chain().stream()
        .map(certificate -> certificate.getSubjectX500Principal().getName())
        .toList();
  }

  private static String refusal(SslOptions options) {
    return assertThrows(OptionConflict.class, () -> new TlsContext(options)).getMessage();
  }
}
