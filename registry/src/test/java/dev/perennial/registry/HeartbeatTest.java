package dev.perennial.registry;

import static dev.perennial.registry.Heartbeat.Result.FAILED;
import static dev.perennial.registry.Heartbeat.Result.REPORTED;
import static dev.perennial.registry.Heartbeat.Result.VETOED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.service.Metrics;
import dev.perennial.testing.LogLines;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartbeatTest {

  private static final ServiceKey KEY = new ServiceKey("one", "conductor");

  @TempDir private Path directory;

  private final AtomicBoolean works = new AtomicBoolean(true);
  private Database database;
  private ServiceRegistry registry;
  private Heartbeat heartbeat;
  private LogLines log;

  @BeforeEach
  void open() {
    database = TestDatabases.of(directory.resolve("registry.db"), ServiceRegistry.MIGRATIONS);
    registry = new ServiceRegistry(database, () -> Config.of(RegistryOptions.class).build());
    heartbeat = new Heartbeat(registry, KEY, "conductor", "1.0", works::get);
    database.check();
    log = LogLines.of("dev.perennial.registry");
  }

  @AfterEach
  void close() {
    log.close();
    database.close();
  }

  @Test
  void a_service_that_does_not_work_does_not_report() {
    works.set(false);
    assertEquals(VETOED, heartbeat.report());
    assertEquals(VETOED, heartbeat.report());
    assertEquals(Optional.empty(), registry.find(KEY));
    works.set(true);
    assertEquals(REPORTED, heartbeat.report());
    assertTrue(registry.find(KEY).isPresent());
    assertEquals(2, heartbeat.skipped());
    assertEquals(
        List.of(
            "conductor on one does not work and does not report",
            "conductor on one is listed",
            "conductor on one reports again"),
        log.all());
  }

  @Test
  void a_database_that_fails_is_logged_once_and_once_more_when_it_is_back() {
    heartbeat.report();
    log.clear();
    TestDatabases.execute(database, "ALTER TABLE services RENAME TO elsewhere");
    assertEquals(FAILED, heartbeat.report());
    assertEquals(FAILED, heartbeat.report());
    TestDatabases.execute(database, "ALTER TABLE elsewhere RENAME TO services");
    assertEquals(REPORTED, heartbeat.report());
    assertEquals(REPORTED, heartbeat.report());
    assertEquals(2, heartbeat.skipped());
    assertEquals(2, log.all().size(), log.all()::toString);
    assertTrue(log.all().getFirst().startsWith("conductor on one cannot report: database "));
    assertEquals("conductor on one reports again", log.all().getLast());
  }

  @Test
  void reports_are_counted_by_their_result() {
    ServiceKey counted = new ServiceKey("one", "counted");
    Heartbeat other = new Heartbeat(registry, counted, "counted", "1.0", works::get);
    other.report();
    other.report();
    works.set(false);
    other.report();
    List<String> series =
        Metrics.ofProcess().series().stream()
            .filter(each -> each.labels().contains("binary=\"counted\""))
            .map(each -> each.labels() + " " + each.values().getFirst())
            .sorted()
            .toList();
    assertEquals(
        List.of(
            "binary=\"counted\",result=\"reported\" 2", "binary=\"counted\",result=\"vetoed\" 1"),
        series);
  }

  @Test
  void a_record_that_somebody_removed_is_made_again() {
    heartbeat.report();
    registry.remove(KEY);
    assertEquals(REPORTED, heartbeat.report());
    assertTrue(registry.find(KEY).isPresent());
    assertEquals("conductor on one was forgotten and is listed again", log.all().getLast());
  }
}
