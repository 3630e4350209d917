package dev.perennial.examples.orchestrator;

import dev.perennial.config.Config;
import dev.perennial.http.Health;
import dev.perennial.http.UnhealthyException;
import dev.perennial.registry.Database;
import dev.perennial.registry.Liveness;
import dev.perennial.registry.RegistryOptions;
import dev.perennial.registry.ServiceRegistry;
import java.util.Optional;

/// What `/healthz` of the API looks at: whether a conductor answers, and whether one is up as the
/// registry has it. Neither takes a worker out of service, for no worker could do anything about
/// it, and clients are better off with a 503 that says why.
///
/// @param config names the database
record ApiHealth(Config config) {

  static Health of(Config config, Conductor conductor) {
    return Health.builder()
        .check("conductor", () -> conductor.listVnfInstances(1, Optional.empty(), Optional.empty()))
        .check("registry", new ApiHealth(config)::requireConductor)
        .build();
  }

  // Opened for each look: the API has no other use for the database.
  private void requireConductor() throws UnhealthyException {
    try (Database database = VnfInstancesTable.database(config)) {
      boolean up =
          new ServiceRegistry(database, config.live(RegistryOptions.class)::get)
              .list().stream()
                  .anyMatch(record ->
                      record.key().binary().equals(Orchestrator.CONDUCTOR)
                          && record.liveness() == Liveness.UP);
      if (!up) {
        throw new UnhealthyException("no conductor is up");
      }
    }
  }
}
