package dev.perennial.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `perennial status`.
@Command(name = "status", description = "Print the services and workers of a program.")
final class StatusCommand implements Callable<Integer> {

  @Mixin private HelpOption help = new HelpOption();
  @Mixin private StateDirOption stateDir = new StateDirOption();

  @Option(names = "--json", description = "Print the whole status as JSON.")
  private boolean json;

  private final RunningPrograms programs;

  StatusCommand(RunningPrograms programs) {
    this.programs = programs;
  }

  @Override
  public Integer call() throws CommandFailure {
    return stateDir.ask(
        programs,
        (client, out) -> {
          String text = client.ask("status").textOrFail();
          if (json) {
            out.println(text);
          } else {
            out.print(StatusText.of(ProgramStatus.parse(text)));
          }
        });
  }
}
