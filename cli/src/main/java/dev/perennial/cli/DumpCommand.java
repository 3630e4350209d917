package dev.perennial.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `perennial dump`.
@Command(
    name = "dump",
    description =
        "Print what a process is doing: its services, timers, threads, locks, queues and memory.",
    customSynopsis = "perennial dump TARGET [--json] [--all-threads] [--state-dir=DIR]",
    footer = {"", "The program needs perennial-backdoor among its libraries."})
final class DumpCommand implements Callable<Integer> {

  @Mixin private HelpOption help = new HelpOption();
  @Mixin private StateDirOption stateDir = new StateDirOption();

  @Parameters(index = "0", paramLabel = "TARGET", description = OneProcess.NAMES)
  private String target = "";

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  @Option(
      names = "--all-threads",
      description =
          "List every virtual thread, not only those that work on a request, a call or a task."
              + " JDK 25 may crash by it (JDK-8364343).")
  private boolean allThreads;

  private final RunningPrograms programs;

  DumpCommand(RunningPrograms programs) {
    this.programs = programs;
  }

  @Override
  public Integer call() throws CommandFailure {
    return stateDir.ask(
        programs,
        (client, out) -> {
          OneProcess process = new OneProcess(client, target);
          JsonNode report = allThreads ? process.perform("dump", "all") : process.perform("dump");
          if (json) {
            out.println(report);
          } else {
            out.print(DumpText.of(report));
          }
        });
  }
}
