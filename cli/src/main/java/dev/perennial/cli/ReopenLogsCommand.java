package dev.perennial.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `perennial reopen-logs`.
@Command(
    name = "reopen-logs",
    description = "Have every process of a program open its log files again, after a rotation.",
    footer = {
      "",
      "Returns once all have; with exit code 1 and the cause if one could not. SIGUSR1",
      "to the program does the same without an answer."
    })
final class ReopenLogsCommand implements Callable<Integer> {

  @Mixin private HelpOption help = new HelpOption();
  @Mixin private StateDirOption stateDir = new StateDirOption();

  private final RunningPrograms programs;

  ReopenLogsCommand(RunningPrograms programs) {
    this.programs = programs;
  }

  @Override
  public Integer call() throws CommandFailure {
    return stateDir.ask(
        programs,
        (client, out) -> {
          ReopenedLogs reopened = ReopenedLogs.of(client.ask("reopen-logs").textOrFail());
          reopened.requireAll();
          out.println("log files are open again: " + reopened.processes());
        });
  }
}
