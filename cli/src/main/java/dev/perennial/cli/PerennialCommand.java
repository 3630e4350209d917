package dev.perennial.cli;

import dev.perennial.launcher.StateDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The `perennial` command.
///
/// | exit code | meaning |
/// |---|---|
/// | 0 | done |
/// | 1 | the program refused or failed, or did not answer; the output could not be written |
/// | 2 | wrong usage |
/// | 3 | not running |
/// | 78 | the configuration has errors |
@Command(
    name = "perennial",
    description = "Looks at a running program, tells it what to do, and helps to configure it.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "bin/perennial demo [OPTION]... runs the example system; see demo --help.",
      "bin/perennial notify [SECONDS] tells systemd READY=1, or waits for it.",
      "Exit codes: 0 ok, 1 failed, 2 usage, 3 not running, 78 configuration."
    })
public final class PerennialCommand implements Runnable {

  @Mixin private HelpOption help = new HelpOption();

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  PerennialCommand() {
    spec = CommandLine.Model.CommandSpec.create();
  }

  /// Runs one command and ends the process with its exit code.
  ///
  /// @param args `--help` lists them
  public static void main(String[] args) {
    try {
      System.exit(commandLine(StateDirectory.base(System.getenv())).execute(args));
    } catch (IllegalArgumentException environment) {
      System.err.println("perennial: " + environment.getMessage());
      System.exit(CommandFailure.FAILED);
    }
  }

  /// @param base directory of the state directories of this user
  static CommandLine commandLine(Path base) {
    RunningPrograms programs = new RunningPrograms(base);
    return new CommandLine(new PerennialCommand())
        .addSubcommand(new StatusCommand(programs))
        .addSubcommand(new ReloadCommand(programs))
        .addSubcommand(new StopCommand(programs))
        .addSubcommand(new ReopenLogsCommand(programs))
        .addSubcommand(new MetricsCommand(programs))
        .addSubcommand(new TasksCommand(programs))
        .addSubcommand(new DumpCommand(programs))
        .addSubcommand(new ProfileCommand(programs))
        .addSubcommand(new ConsoleCommand(programs, HistoryFile.of(System.getenv())))
        .addSubcommand(new ServicesCommand(programs))
        .addSubcommand(ConfigCommand.commandLine(programs))
        .addSubcommand(new VersionCommand())
        .setExecutionStrategy(new CheckedOutput())
        .setParameterExceptionHandler(PerennialCommand::misused)
        .setExecutionExceptionHandler(PerennialCommand::failed);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int misused(CommandLine.ParameterException mistake, String[] args) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(
        "perennial: "
            + inWords(mistake)
            + "; try "
            + command.getCommandSpec().qualifiedName()
            + " --help");
    err.flush();
    return CommandFailure.USAGE;
  }

  private static String inWords(CommandLine.ParameterException mistake) {
    if (mistake instanceof CommandLine.UnmatchedArgumentException unmatched
        && !unmatched.isUnknownOption()) {
      boolean hasCommands = !mistake.getCommandLine().getSubcommands().isEmpty();
      return (hasCommands ? "there is no command " : "unexpected argument ")
          + unmatched.getUnmatched().getFirst();
    }
    return String.valueOf(mistake.getMessage()).lines().findFirst().orElse("");
  }

  private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (failure instanceof CommandFailure explained) {
      PrintWriter err = command.getErr();
      err.println("perennial: " + explained.getMessage());
      err.flush();
      return explained.exitCode();
    }
    throw failure;
  }
}
