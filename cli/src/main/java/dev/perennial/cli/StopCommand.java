package dev.perennial.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `perennial stop`.
@Command(
    name = "stop",
    description = "Have a program finish what it has accepted and end; return when it has ended.")
final class StopCommand implements Callable<Integer> {

  @Mixin private HelpOption help = new HelpOption();
  @Mixin private StateDirOption stateDir = new StateDirOption();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "90",
      description = "How long to wait for the end (default ${DEFAULT-VALUE}).")
  private int timeout;

  private final RunningPrograms programs;

  StopCommand(RunningPrograms programs) {
    this.programs = programs;
  }

  @Override
  public Integer call() throws CommandFailure {
    if (timeout < 0) {
      throw CommandFailure.usage("--timeout must not be negative: " + timeout);
    }
    return stateDir.ask(
        programs,
        (client, out) -> {
          client.ask("stop").textOrFail();
          if (!client.awaitEnd(Duration.ofSeconds(timeout))) {
            throw CommandFailure.failed(
                "still running after " + timeout + " s; it goes on stopping");
          }
          out.println("stopped");
        });
  }
}
