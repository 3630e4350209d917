package dev.perennial.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `perennial reload`.
@Command(name = "reload", description = "Have a program read its configuration again.")
final class ReloadCommand implements Callable<Integer> {

  @Mixin private HelpOption help = new HelpOption();
  @Mixin private StateDirOption stateDir = new StateDirOption();

  @Option(
      names = "--wait",
      description = "Return when the reload is over; with exit code 1 and the cause if it failed.")
  private boolean wait;

  private final RunningPrograms programs;

  ReloadCommand(RunningPrograms programs) {
    this.programs = programs;
  }

  @Override
  public Integer call() throws CommandFailure {
    return stateDir.ask(programs, (client, out) -> out.println(reload(client).textOrFail()));
  }

  // How long a reload takes is the program's to bound: boot_timeout, graceful_shutdown_timeout.
  private ControlAnswer reload(ControlClient client) throws CommandFailure {
    return wait ? client.ask(Optional.empty(), "reload", "wait") : client.ask("reload");
  }
}
