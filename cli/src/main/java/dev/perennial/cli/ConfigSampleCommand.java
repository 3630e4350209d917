package dev.perennial.cli;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigException;
import dev.perennial.config.OptionSelection;
import dev.perennial.config.SampleLayout;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `perennial config sample`.
@Command(
    name = "sample",
    description = "Write a sample of configuration: every option with help, rules and default.",
    footer = {
      "",
      "With --config-file the other options may stand in a file, under [DEFAULT] and",
      "with underscores: namespace (repeatable), output_file, format, wrap_width,",
      "minimal, summarize."
    })
final class ConfigSampleCommand implements Callable<Integer> {

  @Mixin private HelpOption help = new HelpOption();
  @Mixin private CatalogOption catalog = new CatalogOption();

  @Option(
      names = "--config-file",
      paramLabel = "FILE",
      description = "Read these options from a file; those of the command line win.")
  private Optional<Path> configFile = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "ini (default), rst, yaml, json.")
  private Optional<String> format = Optional.empty();

  @Option(
      names = "--output-file",
      paramLabel = "FILE",
      description = "Write to this file instead of the standard output.")
  private Optional<Path> outputFile = Optional.empty();

  @Option(
      names = "--wrap-width",
      paramLabel = "N",
      description = "Wrap help at this length (default 70); 0 wraps nothing.")
  private Optional<Integer> wrapWidth = Optional.empty();

  @Option(names = "--minimal", description = "Only options that have to be set.")
  private boolean minimal;

  @Option(names = "--summarize", description = "Only the first paragraph of each help.")
  private boolean summarize;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailure {
    SampleOptions options = options();
    OptionSelection selection = catalog.select(options.namespace());
    for (String option : selection.withoutHelp()) {
      spec.commandLine().getErr().println("perennial: warning: " + option + " has no help");
    }
    SampleLayout layout =
        new SampleLayout(options.minimal(), options.summarize(), options.wrapWidth());
    write(selection.sample(options.format(), layout), options.outputFile());
    return 0;
  }

  /// Reads what the command line says as arguments of a program, whose files lose against them.
  private SampleOptions options() throws CommandFailure {
    List<String> arguments = new ArrayList<>();
    configFile.ifPresentOrElse(
        file -> arguments.add("--config-file=" + file),
        () -> arguments.add("--config-file=/dev/null"));
    catalog.namespaces().forEach(namespace -> arguments.add("--namespace=" + namespace));
    format.ifPresent(name -> arguments.add("--format=" + name));
    outputFile.ifPresent(file -> arguments.add("--output-file=" + file));
    wrapWidth.ifPresent(width -> arguments.add("--wrap-width=" + width));
    if (minimal) {
      arguments.add("--minimal");
    }
    if (summarize) {
      arguments.add("--summarize");
    }
    try {
      return Config.program("perennial-config-sample")
          .groups(SampleOptions.class)
          .readEnvironment(false)
          .load(arguments.toArray(String[]::new))
          .get(SampleOptions.class);
    } catch (ConfigException wrong) {
      throw CommandFailure.configuration(wrong.exitStatus(), wrong.errors());
    }
  }

  private void write(String sample, Optional<Path> file) throws CommandFailure {
    if (file.isPresent()) {
      try {
        Files.writeString(file.get(), sample);
      } catch (IOException e) {
        throw CommandFailure.unwritable(file.get(), e);
      }
    } else {
      PrintWriter out = spec.commandLine().getOut();
      out.print(sample);
      out.flush();
    }
  }
}
