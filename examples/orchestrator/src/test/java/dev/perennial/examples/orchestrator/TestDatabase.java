package dev.perennial.examples.orchestrator;

import dev.perennial.config.Config;
import dev.perennial.registry.Database;
import dev.perennial.registry.DatabaseOptions;
import java.nio.file.Path;

/// The database of the programs, for a test.
final class TestDatabase {

  private TestDatabase() {}

  static Database in(Path directory) {
    return Database.of(
        Config.of(DatabaseOptions.class).build(),
        directory.resolve("orchestrator.db"),
        VnfInstancesTable.MIGRATIONS);
  }
}
