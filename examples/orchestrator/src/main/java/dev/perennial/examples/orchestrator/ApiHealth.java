package dev.perennial.examples.orchestrator;

import dev.perennial.config.Config;
import dev.perennial.http.Health;
import dev.perennial.http.UnhealthyException;
import dev.perennial.registry.Liveness;
import dev.perennial.registry.RegistryOptions;
import dev.perennial.registry.ServiceRegistry;
import java.util.Optional;

/// What `/healthz` of the API looks at: whether a conductor answers, and whether one is up as the
/// registry has it. Neither takes a worker out of service, for no worker could do anything about
/// it, and clients are better off with a 503 that says why.
final class ApiHealth {

  private final Config config;

  // Made by who asks first: the API has no other use for the database, and is ready sooner without.
  // Guarded by the monitor.
  private Optional<ServiceRegistry> registry = Optional.empty();

  private ApiHealth(Config config) {
    this.config = config;
  }

  static Health of(Config config, Conductor conductor) {
    return Health.builder()
        .check("conductor", () -> conductor.listVnfInstances(1, Optional.empty(), Optional.empty()))
        .check("registry", new ApiHealth(config)::requireConductor)
        .build();
  }

  private void requireConductor() throws UnhealthyException {
    boolean up =
        registry().list().stream()
            .anyMatch(record ->
                record.key().binary().equals(Orchestrator.CONDUCTOR)
                    && record.liveness() == Liveness.UP);
    if (!up) {
      throw new UnhealthyException("no conductor is up");
    }
  }

  private synchronized ServiceRegistry registry() {
    if (registry.isEmpty()) {
      registry =
          Optional.of(
              new ServiceRegistry(
                  VnfInstancesTable.database(config), config.live(RegistryOptions.class)::get));
    }
    return registry.get();
  }
}
