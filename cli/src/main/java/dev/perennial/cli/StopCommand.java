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

/// `perennial stop`.
@Command(
    name = "stop",
    description = "Have a program finish what it has accepted and end; return when it has ended.")
final class StopCommand implements Callable<Integer> {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Mixin private HelpOption help = new HelpOption();
  @Mixin private StateDirOption stateDir = new StateDirOption();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "90",
      description = "How long to wait for the end (default ${DEFAULT-VALUE}).")
  private int timeout;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final RunningPrograms programs;

  StopCommand(RunningPrograms programs) {
    this.programs = programs;
  }

  @Override
  public Integer call() throws CommandFailure {
    if (timeout < 0) {
      throw CommandFailure.usage("--timeout must not be negative: " + timeout);
    }
    try (ControlClient client = stateDir.connect(programs)) {
      client.ask("stop", Optional.of(LIMIT)).textOrFail();
      if (!client.awaitEnd(Duration.ofSeconds(timeout))) {
        throw CommandFailure.failed("still running after " + timeout + " s; it goes on stopping");
      }
      PrintWriter out = spec.commandLine().getOut();
      out.println("stopped");
      out.flush();
      return 0;
    }
  }
}
