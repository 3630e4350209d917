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
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Other files than those that a context began with.
class TlsExchangeTest {

  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  private static final Instant BEFORE_ALL = Instant.parse("2019-11-22T00:00:00Z");

  private static final CopyOption REPLACE = StandardCopyOption.REPLACE_EXISTING;

  @TempDir Path folder;

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
    return Handshake.with(context.serverEngine()).subjects().getFirst();
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

  // Such as a process that had no descriptor left.
  @Test
  void files_that_could_not_be_read_are_read_again_a_minute_later() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(NOW);
    AtomicInteger failures = new AtomicInteger();
    fill(folder, "server");
    TlsContext context =
        new TlsContext(
            options(),
            now::get,
            files -> {
              if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("too many open files");
              }
              return LoadedTls.load(files);
            });
    failures.set(2);
    copy("next");
    context.follow();
    assertFalse(context.follow());
    String problem = context.problem().orElseThrow();
    assertFalse(context.follow());
    assertEquals(1, failures.get(), "not read again at once");
    now.set(NOW.plusSeconds(60));
    assertFalse(context.follow());
    assertSame(problem, context.problem().orElseThrow(), "no news");
    now.set(NOW.plusSeconds(120));
    assertTrue(context.follow());
    assertEquals("CN=the next localhost", context.subject());
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
}
