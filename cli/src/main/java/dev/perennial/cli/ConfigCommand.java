package dev.perennial.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `perennial config`.
@Command(
    name = "config",
    description = "Write, check and explain configuration files.",
    synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand implements Runnable {

  @Mixin private HelpOption help = new HelpOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  static CommandLine commandLine(RunningPrograms programs) {
    return new CommandLine(new ConfigCommand())
        .addSubcommand(new ConfigSampleCommand())
        .addSubcommand(new ConfigCheckCommand())
        .addSubcommand(new ConfigShowCommand(programs))
        .addSubcommand(new ConfigDiffCommand())
        .addSubcommand(new ConfigMigrateCommand());
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
  }
}
