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

/// `perennial reload`.
@Command(name = "reload", description = "Have a program read its configuration again.")
final class ReloadCommand implements Callable<Integer> {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Mixin private HelpOption help = new HelpOption();
  @Mixin private StateDirOption stateDir = new StateDirOption();

  @Option(
      names = "--wait",
      description = "Return when the reload is over; with exit code 1 and the cause if it failed.")
  private boolean wait;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final RunningPrograms programs;

  ReloadCommand(RunningPrograms programs) {
    this.programs = programs;
  }

  @Override
  public Integer call() throws CommandFailure {
    try (ControlClient client = stateDir.connect(programs)) {
      // How long a reload takes is the program's to bound: boot_timeout, graceful_shutdown_timeout.
      ControlAnswer answer =
          wait
              ? client.ask("reload wait", Optional.empty())
              : client.ask("reload", Optional.of(LIMIT));
      PrintWriter out = spec.commandLine().getOut();
      out.println(answer.textOrFail());
      out.flush();
      return 0;
    }
  }
}
