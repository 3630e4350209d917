package dev.perennial.cli;

import picocli.CommandLine.Option;

/// `--help`, which every command has.
final class HelpOption {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this text.")
  private boolean wanted;
}
