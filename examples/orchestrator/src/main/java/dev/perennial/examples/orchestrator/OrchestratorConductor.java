package dev.perennial.examples.orchestrator;

import dev.perennial.config.Config;
import dev.perennial.launcher.ProcessLauncher;

/// The program `orchestrator-conductor`: keeps the records, in as many workers as configured, and
/// runs the message broker unless the programs use one of somebody else.
public final class OrchestratorConductor {

  private OrchestratorConductor() {}

  /// Runs until it is told to stop.
  ///
  /// @param args `--help` lists them
  public static void main(String[] args) {
    Config config = Orchestrator.program(Orchestrator.CONDUCTOR).loadOrExit(args);
    ProcessLauncher launcher = new ProcessLauncher(config);
    Orchestrator.broker(config).ifPresent(launcher::launchService);
    launcher.launchService(
        Orchestrator.conductor(config), config.get(OrchestratorOptions.class).conductorWorkers());
    System.exit(launcher.await());
  }
}
