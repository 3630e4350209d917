package dev.perennial.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `perennial metrics`.
@Command(
    name = "metrics",
    description = "Print the metrics of all workers, added up, in the text format of Prometheus.")
final class MetricsCommand implements Callable<Integer> {

  @Mixin private HelpOption help = new HelpOption();
  @Mixin private StateDirOption stateDir = new StateDirOption();

  private final RunningPrograms programs;

  MetricsCommand(RunningPrograms programs) {
    this.programs = programs;
  }

  @Override
  public Integer call() throws CommandFailure {
    return stateDir.ask(programs, (client, out) -> out.print(client.ask("metrics").textOrFail()));
  }
}
