package dev.perennial.examples.orchestrator;

import dev.perennial.config.Config;
import dev.perennial.registry.Database;
import dev.perennial.registry.DatabaseOptions;
import dev.perennial.registry.Migration;
import dev.perennial.registry.ServiceRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The database of the programs: a table of instances beside that of the registry.
final class VnfInstancesTable {

  private static final Migration CREATE =
      Migration.of(
          "orchestrator",
          1,
          "vnf_instances",
          """
          CREATE TABLE IF NOT EXISTS vnf_instances (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            state TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
          )
          """);

  static final List<Migration> MIGRATIONS =
      Stream.concat(ServiceRegistry.MIGRATIONS.stream(), Stream.of(CREATE)).toList();

  private VnfInstancesTable() {}

  /// The database that the configuration names. Opens nothing.
  static Database database(Config config) {
    Path file = OrchestratorOptions.databaseFile(config);
    return Database.of(config.get(DatabaseOptions.class), file, MIGRATIONS);
  }
}
