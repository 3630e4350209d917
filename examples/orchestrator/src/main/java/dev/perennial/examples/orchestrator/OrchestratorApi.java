package dev.perennial.examples.orchestrator;

import dev.perennial.config.Config;
import dev.perennial.daemon.ApiService;
import dev.perennial.launcher.Launcher;

/// The program `orchestrator-api`: HTTP on one shared socket, in as many workers as configured, or
/// in one process.
public final class OrchestratorApi {

  private OrchestratorApi() {}

  /// Runs until it is told to stop.
  ///
  /// @param args `--help` lists them
  public static void main(String[] args) {
    Config config = Orchestrator.program(Orchestrator.API).loadOrExit(args);
    ApiService api = Orchestrator.api(config);
    System.exit(Launcher.launch(config, api, api.workers()).await());
  }
}
