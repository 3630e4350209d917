package dev.perennial.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `perennial metrics`.
@Command(
    name = "metrics",
    description = "Print the metrics of all workers, added up, in the text format of Prometheus.")
final class MetricsCommand implements Callable<Integer> {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Mixin private HelpOption help = new HelpOption();
  @Mixin private StateDirOption stateDir = new StateDirOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final RunningPrograms programs;

  MetricsCommand(RunningPrograms programs) {
    this.programs = programs;
  }

  @Override
  public Integer call() throws CommandFailure {
    try (ControlClient client = stateDir.connect(programs)) {
      String text = client.ask("metrics", Optional.of(LIMIT)).textOrFail();
      PrintWriter out = spec.commandLine().getOut();
      out.print(text);
      out.flush();
      return 0;
    }
  }
}
