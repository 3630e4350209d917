package dev.perennial.examples.orchestrator;

import dev.perennial.backdoor.BackdoorOptions;
import dev.perennial.backdoor.ConsoleOptions;
import dev.perennial.config.Config;
import dev.perennial.config.ConfigBuilder;
import dev.perennial.http.HttpService;
import dev.perennial.launcher.LauncherOptions;
import dev.perennial.launcher.ServiceOptions;
import dev.perennial.registry.Database;
import dev.perennial.registry.DatabaseOptions;
import dev.perennial.registry.RegistryOptions;
import dev.perennial.schedule.PeriodicTaskOptions;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.Service;
import java.time.InstantSource;

/// Puts the parts together. Nothing here opens or binds anything: this code runs in every process.
final class Orchestrator {

  static final String API = "orchestrator-api";

  private Orchestrator() {}

  static ConfigBuilder program(String name) {
    return Config.program(name)
        .project("orchestrator")
        .groups(OrchestratorOptions.class, ServiceOptions.class, LauncherOptions.class)
        .groups(PeriodicTaskOptions.class, DatabaseOptions.class, RegistryOptions.class)
        .groups(BackdoorOptions.class, ConsoleOptions.class);
  }

  static HttpService api(Config config) {
    OrchestratorOptions options = config.get(OrchestratorOptions.class);
    Database database = VnfInstancesTable.database(config);
    return api(options, new DatabaseConductor(database, InstantSource.system()));
  }

  static HttpService api(OrchestratorOptions options, Conductor conductor) {
    HttpService.Builder builder =
        HttpService.builder(API)
            .listen(ListenAddress.tcp(options.bindHost(), options.bindPort()))
            .filter(VnfInstancesApi::filter)
            .handler(VnfInstancesApi.routes(conductor))
            .trainingRun(TrainingDatabase::answer, VnfInstancesApi.PATH);
    options.listenSocket().ifPresent(path -> builder.listen(ListenAddress.unix(path)));
    return builder.build();
  }

  static Service conductor(Config config) {
    return new ConductorService(VnfInstancesTable.database(config), InstantSource.system(), config);
  }
}
