package dev.perennial.daemon;

import dev.perennial.config.Config;
import dev.perennial.registry.Database;
import dev.perennial.registry.DatabaseOptions;
import dev.perennial.registry.RegistryOptions;
import dev.perennial.registry.ServiceRegistry;
import java.nio.file.Path;

/// A registry of services in a directory of a test.
final class TestRegistry {

  private TestRegistry() {}

  static ServiceRegistry in(Path directory) {
    Database database =
        Database.of(
            Config.of(DatabaseOptions.class).build(),
            directory.resolve("registry.db"),
            ServiceRegistry.MIGRATIONS);
    return new ServiceRegistry(database, () -> Config.of(RegistryOptions.class).build());
  }
}
