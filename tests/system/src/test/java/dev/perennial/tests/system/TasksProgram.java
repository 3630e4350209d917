package dev.perennial.tests.system;

import dev.perennial.config.Config;
import dev.perennial.launcher.Launcher;
import dev.perennial.launcher.LauncherOptions;
import dev.perennial.launcher.ProcessLauncher;
import dev.perennial.launcher.RestartMethod;
import dev.perennial.launcher.ServiceOptions;
import dev.perennial.schedule.PeriodicTask;
import dev.perennial.schedule.PeriodicTaskOptions;
import dev.perennial.schedule.PeriodicTasks;
import dev.perennial.service.BaseService;
import dev.perennial.service.Operation;
import dev.perennial.service.TasksOperation;
import java.time.Duration;
import java.util.Map;

/// A program with a periodic task that is due in an hour, in two workers.
final class TasksProgram {

  private TasksProgram() {}

  public static void main(String[] args) {
    Config config =
        Config.program("tasks-program")
            .groups(ServiceOptions.class, LauncherOptions.class, ProgramOptions.class)
            .groups(PeriodicTaskOptions.class)
            .loadOrExit(args);
    Launcher launcher = new ProcessLauncher(config, Duration.ofSeconds(1), RestartMethod.RELOAD);
    launcher.launchService(new Sweeper(config), 2);
    System.exit(launcher.await());
  }

  /// Its task says in the log that it runs.
  static final class Sweeper extends BaseService {

    private final PeriodicTasks periodic;

    Sweeper(Config config) {
      periodic = new PeriodicTasks(config, this);
    }

    @PeriodicTask(spacing = 3600)
    void sweep() {
      Journal.event("sweeper", "sweeps");
    }

    @Override
    public void takeOver() {
      periodic.start(tasks());
    }

    @Override
    public Map<String, Operation> operations() {
      return Map.of(TasksOperation.NAME, new TasksOperation(periodic));
    }
  }
}
