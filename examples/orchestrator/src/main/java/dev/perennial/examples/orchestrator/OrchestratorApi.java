package dev.perennial.examples.orchestrator;

import dev.perennial.config.Config;
import dev.perennial.launcher.ProcessLauncher;

/// The program `orchestrator-api`: HTTP on one shared socket, in as many workers as configured.
public final class OrchestratorApi {

  private OrchestratorApi() {}

  /// Runs until it is told to stop.
  ///
  /// @param args `--help` lists them
  public static void main(String[] args) {
    LogFormat.install();
    Config config = Orchestrator.program(Orchestrator.API).loadOrExit(args);
    ProcessLauncher launcher = new ProcessLauncher(config);
    launcher.launchService(
        Orchestrator.api(config), config.get(OrchestratorOptions.class).apiWorkers());
    System.exit(launcher.await());
  }
}
