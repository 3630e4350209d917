package dev.perennial.examples.orchestrator;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigBuilder;
import dev.perennial.daemon.ApiService;
import dev.perennial.launcher.LauncherOptions;
import dev.perennial.launcher.ProcessLauncher;
import dev.perennial.logging.Logging;
import java.nio.file.Path;

/// The whole system in one supervisor, for `bin/perennial demo`.
public final class Demo {

  private Demo() {}

  /// Runs until it is told to stop.
  ///
  /// @param args `--help` lists them
  public static void main(String[] args) {
    DemoArguments arguments = argumentsOrExit(args);
    Config config = program(arguments).loadOrExit(arguments.forConfig(ownFile()));
    Path stateDirectory = config.get(LauncherOptions.class).stateDir().orElseThrow();
    ProcessLauncher launcher = new ProcessLauncher(config);
    Orchestrator.broker(config).ifPresent(launcher::launchService);
    launcher.launchService(
        Orchestrator.conductor(config), config.get(OrchestratorOptions.class).conductorWorkers());
    ApiService api = Orchestrator.api(config);
    launcher.launchService(api, api.workers());
    launcher.whenReady(services -> {
      Logging.flush(); // the greeting stands below what was logged
      System.out.print(DemoGreeting.text(services, arguments.toBeNamed(stateDirectory)));
    });
    System.exit(launcher.await());
  }

  static ConfigBuilder program(DemoArguments arguments) {
    return Orchestrator.program("orchestrator-demo")
        .defaultOf("launcher", "state_dir", arguments.defaultStateDirectory());
  }

  private static DemoArguments argumentsOrExit(String[] args) {
    try {
      DemoArguments arguments = DemoArguments.parse(args, System.getenv());
      if (arguments.help()) {
        System.out.print(DemoArguments.USAGE);
        System.exit(0);
      }
      return arguments;
    } catch (IllegalArgumentException wrong) {
      System.err.println("perennial demo: " + wrong.getMessage());
      System.exit(2);
      throw wrong;
    }
  }

  // etc/demo.conf of the example's folder; the program is in a jar or a folder below its target.
  private static Path ownFile() {
    try {
      Path program =
          Path.of(Demo.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return program.resolve("../../etc/demo.conf").normalize();
    } catch (java.net.URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
