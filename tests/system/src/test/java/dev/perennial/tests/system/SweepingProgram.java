package dev.perennial.tests.system;

import dev.perennial.config.Config;
import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.daemon.Manager;
import dev.perennial.daemon.RpcService;
import dev.perennial.launcher.LauncherOptions;
import dev.perennial.launcher.ProcessLauncher;
import dev.perennial.launcher.ServiceOptions;
import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.RemoteMethod;
import dev.perennial.schedule.PeriodicTask;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A program with an RPC service that nobody calls: its periodic task takes a while, and tells.
final class SweepingProgram {

  static final String TASK = "sweep";

  private SweepingProgram() {}

  /// What the test says of the task.
  ///
  /// @param gate a [Gate] that each run has to pass
  @Group(value = "sweeping", help = "What the test says of the task.")
  record Sweeping(@Opt Optional<Path> gate) {}

  /// The manager of the service.
  @Endpoint
  static final class Sweeper extends Manager {

    private static final Duration LENGTH = Duration.ofMillis(400);

    Sweeper(Config config, String host) {
      super(config, host);
    }

    @RemoteMethod
    String length() {
      return LENGTH.toString();
    }

    @PeriodicTask(spacing = 1, runImmediately = true)
    void sweep() throws IOException, InterruptedException {
      Journal.event(TASK, "begin");
      Thread.sleep(LENGTH);
      Optional<Path> gate = config().get(Sweeping.class).gate();
      if (gate.isPresent()) {
        Gate.pass(gate.get());
      }
      Journal.event(TASK, "end");
    }
  }

  public static void main(String[] args) {
    Config config =
        Config.program("sweeping")
            .groups(ServiceOptions.class, LauncherOptions.class, Sweeping.class)
            .groups(RpcService.optionRecords())
            .loadOrExit(args);
    ProcessLauncher launcher = new ProcessLauncher(config);
    launcher.launchService(RpcService.create(config, with -> with.manager(Sweeper.class)));
    System.exit(launcher.await());
  }
}
