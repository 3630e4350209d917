package dev.perennial.examples.orchestrator;

import dev.perennial.backdoor.BackdoorOptions;
import dev.perennial.backdoor.JShellOptions;
import dev.perennial.backdoor.ProfilerOptions;
import dev.perennial.config.Config;
import dev.perennial.config.ConfigBuilder;
import dev.perennial.daemon.ApiService;
import dev.perennial.daemon.RpcService;
import dev.perennial.http.PipelineFactories;
import dev.perennial.launcher.LauncherOptions;
import dev.perennial.launcher.ServiceOptions;
import dev.perennial.logging.LogOptions;
import dev.perennial.registry.Database;
import dev.perennial.registry.RegistryOptions;
import dev.perennial.registry.ServiceRegistry;
import dev.perennial.rpc.RpcOptions;
import dev.perennial.rpc.embedded.EmbeddedBroker;
import java.util.Optional;

/// Puts the parts together. Nothing here opens or binds anything: this code runs in every process.
final class Orchestrator {

  /// The application in `api-paste.ini`.
  private static final String APP = "orchestrator";

  static final String API = APP + "-api";
  static final String CONDUCTOR = "orchestrator-conductor";

  private static final String PREFIX = "orchestrator-";

  private Orchestrator() {}

  static ConfigBuilder program(String name) {
    return Config.program(name)
        .project("orchestrator")
        .groups(OrchestratorOptions.class, ServiceOptions.class, LauncherOptions.class)
        .groups(LogOptions.class)
        .groups(BackdoorOptions.class, ProfilerOptions.class, JShellOptions.class)
        .groups(RpcService.optionRecords())
        .groups(OrchestratorApis.class)
        .groups(ApiService.optionRecords())
        .defaultOf("DEFAULT", "use_stderr", "true")
        .defaultOf("DEFAULT", "bind_host", "127.0.0.1")
        .defaultOf("DEFAULT", "api_workers", "2");
  }

  static ApiService api(Config config) {
    return api(config, RemoteConductor.of(config, API));
  }

  static ApiService api(Config config, Conductor conductor) {
    ApiService.Builder builder =
        ApiService.builder(config, APP)
            .options(config.get(OrchestratorApis.class).orchestrator())
            .factories(new ApiPipeline(conductor, () -> OneToken.of(config))::addTo)
            .trainingRun(known -> trainingFactories(known, config), VnfInstancesApi.PATH)
            .http(http -> http.health(ApiHealth.of(config, conductor)));
    config.get(OrchestratorOptions.class).listenAddress().ifPresent(builder::listen);
    return builder.build();
  }

  // Nobody who trains has a token.
  private static PipelineFactories.Builder trainingFactories(
      PipelineFactories.Builder known, Config config) {
    return new ApiPipeline(TrainingConductor.start(config), () -> _ -> Optional.empty())
        .addTo(known)
        .filter(ApiPipeline.AUTH_TOKEN, _ -> (request, next) -> next.handle(request));
  }

  /// The broker that both programs use, if they are to have one of their own.
  static Optional<EmbeddedBroker> broker(Config config) {
    boolean isEmbedded =
        config.get(RpcOptions.class).transportUrl().reveal().startsWith("embedded:");
    return isEmbedded ? Optional.of(new EmbeddedBroker(config)) : Optional.empty();
  }

  static RpcService conductor(Config config) {
    Database database = VnfInstancesTable.database(config);
    return RpcService.create(
        config,
        with ->
            with.binary(CONDUCTOR)
                .topicPrefix(PREFIX)
                .manager(VnfManager.class)
                .managerArguments(database)
                .periodicInterval(config.get(OrchestratorOptions.class).stateChangeInterval())
                .registry(new ServiceRegistry(database, config.live(RegistryOptions.class)::get)));
  }
}
