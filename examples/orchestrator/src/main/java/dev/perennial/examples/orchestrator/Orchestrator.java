package dev.perennial.examples.orchestrator;

import dev.perennial.backdoor.BackdoorOptions;
import dev.perennial.backdoor.JShellOptions;
import dev.perennial.backdoor.ProfilerOptions;
import dev.perennial.config.Config;
import dev.perennial.config.ConfigBuilder;
import dev.perennial.daemon.RpcService;
import dev.perennial.http.HttpService;
import dev.perennial.launcher.LauncherOptions;
import dev.perennial.launcher.ServiceOptions;
import dev.perennial.registry.Database;
import dev.perennial.registry.RegistryOptions;
import dev.perennial.registry.ServiceRegistry;
import dev.perennial.rpc.RpcOptions;
import dev.perennial.rpc.embedded.EmbeddedBroker;
import dev.perennial.service.ListenAddress;
import java.util.Optional;

/// Puts the parts together. Nothing here opens or binds anything: this code runs in every process.
final class Orchestrator {

  static final String API = "orchestrator-api";
  static final String CONDUCTOR = "orchestrator-conductor";

  private static final String PREFIX = "orchestrator-";

  private Orchestrator() {}

  static ConfigBuilder program(String name) {
    return Config.program(name)
        .project("orchestrator")
        .groups(OrchestratorOptions.class, ServiceOptions.class, LauncherOptions.class)
        .groups(BackdoorOptions.class, ProfilerOptions.class, JShellOptions.class)
        .groups(RpcService.optionRecords());
  }

  static HttpService api(Config config) {
    return api(config.get(OrchestratorOptions.class), RemoteConductor.of(config));
  }

  static HttpService api(OrchestratorOptions options, Conductor conductor) {
    HttpService.Builder builder =
        HttpService.builder(API)
            .listen(ListenAddress.tcp(options.bindHost(), options.bindPort()))
            .filter(VnfInstancesApi::filter)
            .handler(VnfInstancesApi.routes(conductor))
            .trainingRun(TrainingConductor::answer, VnfInstancesApi.PATH);
    options.listenSocket().ifPresent(path -> builder.listen(ListenAddress.unix(path)));
    return builder.build();
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
