package dev.perennial.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `perennial reopen-logs`.
@Command(
    name = "reopen-logs",
    description = "Have every process of a program open its log files again, after a rotation.",
    footer = {
      "",
      "Returns once all have; with exit code 1 and the cause if one could not. SIGUSR1 to the"
          + " program does the same without an answer."
    })
final class ReopenLogsCommand implements Callable<Integer> {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Mixin private HelpOption help = new HelpOption();
  @Mixin private StateDirOption stateDir = new StateDirOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final RunningPrograms programs;

  ReopenLogsCommand(RunningPrograms programs) {
    this.programs = programs;
  }

  @Override
  public Integer call() throws CommandFailure {
    try (ControlClient client = stateDir.connect(programs)) {
      ReopenedLogs reopened =
          ReopenedLogs.of(client.ask("reopen-logs", Optional.of(LIMIT)).textOrFail());
      reopened.requireAll();
      PrintWriter out = spec.commandLine().getOut();
      out.println("log files are open again: " + reopened.processes());
      out.flush();
      return 0;
    }
  }
}
