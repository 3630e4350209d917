package dev.perennial.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceRegistryTest {

  private static final ServiceKey CONDUCTOR = new ServiceKey("one", "conductor");

  @TempDir private Path directory;

  private Database database;
  private ServiceRegistry registry;

  @BeforeEach
  void open() {
    database = TestDatabases.of(directory.resolve("registry.db"), ServiceRegistry.MIGRATIONS);
    registry = new ServiceRegistry(database, () -> Config.of(RegistryOptions.class).build());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void the_first_heartbeat_makes_a_record_and_later_ones_refresh_it() {
    assertEquals(1, registry.report(CONDUCTOR, "conductor", "1.0"));
    growOlder(Duration.ofSeconds(30));
    assertEquals(2, registry.report(CONDUCTOR, "conductor", "1.1"));
    ServiceRecord record = registry.find(CONDUCTOR).orElseThrow();
    assertEquals("conductor", record.topic());
    assertEquals("1.1", record.version());
    assertEquals(Liveness.UP, record.liveness());
    assertEquals(2, record.reports());
    assertTrue(record.enabled());
    assertTrue(record.age().compareTo(Duration.ofSeconds(30)) < 0, record::toString);
    assertTrue(record.seenAt().isAfter(record.createdAt()), record::toString);
  }

  @Test
  void a_heartbeat_that_cannot_be_committed_has_failed() {
    for (String statement :
        List.of(
            "CREATE TABLE sites (id INTEGER PRIMARY KEY)",
            "CREATE TABLE seen (site INTEGER REFERENCES sites DEFERRABLE INITIALLY DEFERRED)",
            "CREATE TRIGGER see AFTER INSERT ON services BEGIN INSERT INTO seen VALUES (1); END",
            "PRAGMA foreign_keys = ON")) {
      TestDatabases.execute(database, statement);
    }
    assertThrows(DatabaseException.class, () -> registry.report(CONDUCTOR, "conductor", "1.0"));
    assertEquals(Optional.empty(), registry.find(CONDUCTOR));
  }

  @Test
  void a_service_whose_heartbeats_stop_is_down() {
    registry.report(CONDUCTOR, "conductor", "1.0");
    growOlder(Duration.ofSeconds(61));
    assertEquals(Liveness.DOWN, registry.find(CONDUCTOR).orElseThrow().liveness());
    registry.report(CONDUCTOR, "conductor", "1.0");
    assertEquals(Liveness.UP, registry.find(CONDUCTOR).orElseThrow().liveness());
  }

  @Test
  void a_lost_record_is_made_again_by_the_next_heartbeat() {
    registry.report(CONDUCTOR, "conductor", "1.0");
    assertTrue(registry.remove(CONDUCTOR));
    assertFalse(registry.remove(CONDUCTOR));
    assertEquals(Optional.empty(), registry.find(CONDUCTOR));
    assertEquals(1, registry.report(CONDUCTOR, "conductor", "1.0"));
    assertEquals(Liveness.UP, registry.find(CONDUCTOR).orElseThrow().liveness());
  }

  @Test
  void a_disabled_service_keeps_its_reason_over_heartbeats_until_it_is_enabled() {
    registry.report(CONDUCTOR, "conductor", "1.0");
    registry.disable(CONDUCTOR, "new memory");
    registry.report(CONDUCTOR, "conductor", "1.0");
    ServiceRecord disabled = registry.find(CONDUCTOR).orElseThrow();
    assertFalse(disabled.enabled());
    assertEquals(Optional.of("new memory"), disabled.disabledReason());
    assertEquals(Liveness.UP, disabled.liveness());
    ServiceRecord enabled = registry.enable(CONDUCTOR).orElseThrow();
    assertTrue(enabled.enabled());
    assertEquals(Optional.empty(), enabled.disabledReason());
  }

  @Test
  void what_an_operator_does_is_no_sign_of_life() {
    registry.report(CONDUCTOR, "conductor", "1.0");
    growOlder(Duration.ofSeconds(61));
    assertEquals(Liveness.DOWN, registry.disable(CONDUCTOR, "").orElseThrow().liveness());
  }

  @Test
  void a_service_that_was_declared_down_stays_down_while_it_reports() {
    registry.report(CONDUCTOR, "conductor", "1.0");
    registry.forceDown(CONDUCTOR, true);
    registry.report(CONDUCTOR, "conductor", "1.0");
    assertEquals(Liveness.DOWN, registry.find(CONDUCTOR).orElseThrow().liveness());
    assertEquals(Liveness.UP, registry.forceDown(CONDUCTOR, false).orElseThrow().liveness());
  }

  @Test
  void a_new_service_begins_disabled_if_the_option_says_so() {
    ServiceRegistry careful =
        new ServiceRegistry(
            database,
            () -> Config.of(RegistryOptions.class).set("enable_new_services", "false").build());
    careful.report(CONDUCTOR, "conductor", "1.0");
    assertFalse(careful.find(CONDUCTOR).orElseThrow().enabled());
    careful.enable(CONDUCTOR);
    careful.report(CONDUCTOR, "conductor", "1.0");
    assertTrue(careful.find(CONDUCTOR).orElseThrow().enabled());
  }

  @Test
  void services_are_listed_by_binary_and_host() {
    ServiceKey other = new ServiceKey("two", "conductor");
    ServiceKey api = new ServiceKey("two", "api");
    List.of(other, CONDUCTOR, api).forEach(key -> registry.report(key, "topic", "1.0"));
    assertEquals(
        List.of(api, CONDUCTOR, other), registry.list().stream().map(ServiceRecord::key).toList());
  }

  @Test
  void nothing_is_done_to_a_service_that_is_not_there() {
    assertEquals(Optional.empty(), registry.enable(CONDUCTOR));
    assertEquals(Optional.empty(), registry.disable(CONDUCTOR, "why"));
    assertEquals(List.of(), registry.list());
  }

  private void growOlder(Duration time) {
    TestDatabases.execute(
        database,
        "UPDATE services SET created_at = created_at - %1$d, seen_at = seen_at - %1$d"
            .formatted(time.toMillis()));
  }
}
