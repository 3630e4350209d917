package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.registry.Database;
import dev.perennial.registry.DatabaseOptions;
import dev.perennial.registry.Liveness;
import dev.perennial.registry.Migration;
import dev.perennial.registry.RegistryOptions;
import dev.perennial.registry.ServiceKey;
import dev.perennial.registry.ServiceRecord;
import dev.perennial.registry.ServiceRegistry;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the registry does on SQLite it does on PostgreSQL.
@Timeout(120)
final class RegistryOnPostgresqlTest {

  private final ServiceKey key = new ServiceKey("one", "conductor-" + UUID.randomUUID());
  private final Database database = database(ServiceRegistry.MIGRATIONS);
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

  @Test
  void programs_that_start_at_once_apply_each_step_once() throws Exception {
    String part = "p" + UUID.randomUUID().toString().replace("-", "");
    List<Migration> steps =
        List.of(
            Migration.of(part, 1, "table", "CREATE TABLE " + part + " (n INTEGER)"),
            Migration.of(part, 2, "row", "INSERT INTO " + part + " (n) VALUES (1)"));
    List<CompletableFuture<Void>> programs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      programs.add(
          CompletableFuture.runAsync(() -> {
            try (Database each = database(steps)) {
              each.check();
            }
          }));
    }
    for (CompletableFuture<Void> program : programs) {
      program.get(60, TimeUnit.SECONDS);
    }
    assertEquals(1, rows(part));
  }

  private int rows(String table) {
    return database.run(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
        row.next();
        return row.getInt(1);
      }
    });
  }

  private static Database database(List<Migration> migrations) {
    DatabaseOptions options =
        Config.of(DatabaseOptions.class).set("connection", PostgresqlServer.shared().url()).build();
    return Database.of(options, Path.of("unused.db"), migrations);
  }
}
