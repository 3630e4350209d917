package dev.perennial.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `perennial status`.
@Command(name = "status", description = "Print the services and workers of a program.")
final class StatusCommand implements Callable<Integer> {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Mixin private HelpOption help = new HelpOption();
  @Mixin private StateDirOption stateDir = new StateDirOption();

  @Option(names = "--json", description = "Print the whole status as JSON.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final RunningPrograms programs;

  StatusCommand(RunningPrograms programs) {
    this.programs = programs;
  }

  @Override
  public Integer call() throws CommandFailure {
    try (ControlClient client = stateDir.connect(programs)) {
      String text = client.ask("status", Optional.of(LIMIT)).textOrFail();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(text);
      } else {
        out.print(StatusText.of(ProgramStatus.parse(text)));
      }
      out.flush();
      return 0;
    }
  }
}
