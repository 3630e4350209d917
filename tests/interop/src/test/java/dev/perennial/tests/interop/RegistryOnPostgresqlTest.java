package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.registry.Database;
import dev.perennial.registry.Liveness;
import dev.perennial.registry.RegistryOptions;
import dev.perennial.registry.ServiceKey;
import dev.perennial.registry.ServiceRecord;
import dev.perennial.registry.ServiceRegistry;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the registry does on SQLite it does on PostgreSQL.
@Timeout(120)
final class RegistryOnPostgresqlTest {

  private final ServiceKey key = new ServiceKey("one", "conductor-" + UUID.randomUUID());
  private final Database database = PostgresqlServer.shared().database(ServiceRegistry.MIGRATIONS);
  private final ServiceRegistry registry =
      new ServiceRegistry(database, () -> Config.of(RegistryOptions.class).build());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_service_is_listed_disabled_forced_down_forgotten_and_listed_again() {
    assertEquals(1, registry.report(key, "conductor", "1.0"));
    assertEquals(2, registry.report(key, "conductor", "1.1"));
    ServiceRecord listed =
        registry.list().stream().filter(each -> each.key().equals(key)).findFirst().orElseThrow();
    assertEquals("1.1", listed.version());
    assertEquals(Liveness.UP, listed.liveness());
    assertFalse(listed.age().isNegative());
    assertEquals(
        Optional.of("new disks"),
        registry.disable(key, "new disks").orElseThrow().disabledReason());
    registry.report(key, "conductor", "1.1");
    assertFalse(registry.find(key).orElseThrow().enabled());
    assertTrue(registry.enable(key).orElseThrow().enabled());
    assertEquals(Liveness.DOWN, registry.forceDown(key, true).orElseThrow().liveness());
    assertEquals(Liveness.UP, registry.forceDown(key, false).orElseThrow().liveness());
    assertTrue(registry.remove(key));
    assertEquals(Optional.empty(), registry.find(key));
    assertEquals(1, registry.report(key, "conductor", "1.1"));
  }

  // A schema in front of the server's own, whose clock is a day ahead of that of this program.
  @Test
  void it_is_the_clock_of_the_database_that_says_when_a_service_was_seen() {
    String schema = "skew_" + UUID.randomUUID().toString().replace("-", "");
    execute(database, "CREATE SCHEMA " + schema);
    execute(
        database,
        """
        CREATE FUNCTION %s.clock_timestamp() RETURNS timestamptz LANGUAGE sql
        AS $$ SELECT pg_catalog.clock_timestamp() + interval '1 day' $$
        """
            .formatted(schema));
    try (Database skewed =
        PostgresqlServer.shared()
            .database("?currentSchema=" + schema + ",pg_catalog", ServiceRegistry.MIGRATIONS)) {
      ServiceRegistry ahead =
          new ServiceRegistry(skewed, () -> Config.of(RegistryOptions.class).build());
      ahead.report(key, "conductor", "1.0");
      ServiceRecord record = ahead.find(key).orElseThrow();
      Duration skew = Duration.between(Instant.now(), record.seenAt());
      assertEquals(Duration.ofDays(1).toHours(), skew.plusMinutes(30).toHours(), record::toString);
      assertEquals(Liveness.UP, record.liveness());
      assertTrue(record.age().compareTo(Duration.ofMinutes(30)) < 0, record::toString);
    } finally {
      execute(database, "DROP SCHEMA " + schema + " CASCADE");
    }
  }

  private static void execute(Database database, String sql) {
    database.run(connection -> {
      try (Statement statement = connection.createStatement()) {
        return statement.execute(sql);
      }
    });
  }
}
