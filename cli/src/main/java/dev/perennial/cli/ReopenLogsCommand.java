package dev.perennial.cli;

import dev.perennial.cli.OperationAnswer.Worker;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

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
          OperationAnswer<JsonNode> answer =
              OperationAnswer.of(client.ask("reopen-logs"), JsonNode.class);
          answer.requireAll("log files stay as they are in");
          out.println("log files are open again: " + processes(answer));
        });
  }

  private static String processes(OperationAnswer<JsonNode> answer) {
    return answer.workers().stream().map(Worker::toString).collect(Collectors.joining(", "));
  }
}
