package dev.perennial.examples.orchestrator;

import dev.perennial.config.Config;
import dev.perennial.launcher.ProcessLauncher;

/// The program `orchestrator-conductor`: moves the records along, in one worker.
public final class OrchestratorConductor {

  private OrchestratorConductor() {}

  /// Runs until it is told to stop.
  ///
  /// @param args `--help` lists them
  public static void main(String[] args) {
    LogFormat.install();
    Config config = Orchestrator.program(ConductorService.NAME).loadOrExit(args);
    ProcessLauncher launcher = new ProcessLauncher(config);
    launcher.launchService(Orchestrator.conductor(config));
    System.exit(launcher.await());
  }
}
