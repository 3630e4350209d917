package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.perennial.config.Config;
import dev.perennial.config.Mutated;
import dev.perennial.config.Rejected;
import dev.perennial.schedule.SettableTicker;
import dev.perennial.service.Metrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedTlsTest {

  @TempDir private Path folder;

  private final SettableTicker time = new SettableTicker();
  private final AtomicInteger told = new AtomicInteger();
  private final AtomicBoolean fails = new AtomicBoolean();
  private Config config;
  private ServedTls tls;

  @BeforeEach
  void serve() throws Exception {
    TestTls.fill(folder, "server");
    config = TestTls.config(folder);
    ServedCertificate certificate = new ServedCertificate(Metrics.unseen(), "api");
    tls =
        new ServedTls(
            config,
            _ -> true,
            time.timers(),
            () -> {
              told.incrementAndGet();
              if (fails.get()) {
                throw new IllegalStateException("no place for metrics");
              }
              return certificate;
            });
    tls.start();
  }

  private int toldWithin(Duration length) {
    int before = told.get();
    time.advance(length);
    return told.get() - before;
  }

  @Test
  void it_looks_every_two_seconds_however_often_it_was_started() {
    assertEquals(5, toldWithin(Duration.ofSeconds(10)));
    for (int i = 0; i < 10; i++) {
      tls.stop();
      tls.start();
    }
    assertEquals(5, toldWithin(Duration.ofSeconds(10)));
  }

  @Test
  void a_look_that_fails_is_not_the_last_one() {
    fails.set(true);
    assertEquals(1, toldWithin(Duration.ofSeconds(2)));
    fails.set(false);
    assertEquals(5, toldWithin(Duration.ofSeconds(10)));
  }

  @Test
  void it_has_a_say_in_reloads_until_it_is_stopped_and_once_it_is_started_again() throws Exception {
    Files.writeString(folder.resolve("tls.pem"), "nothing");
    assertInstanceOf(Rejected.class, config.reload());
    tls.stop();
    assertInstanceOf(Mutated.class, config.reload());
    tls.start();
    assertEquals(1, assertInstanceOf(Rejected.class, config.reload()).errors().size());
    tls.stop();
    assertInstanceOf(Mutated.class, config.reload());
  }

  @Test
  void it_does_not_look_while_it_is_stopped() {
    tls.stop();
    assertEquals(0, toldWithin(Duration.ofSeconds(10)));
    tls.start();
    assertEquals(5, toldWithin(Duration.ofSeconds(10)));
  }
}
