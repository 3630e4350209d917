package dev.perennial.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `perennial config show`.
@Command(
    name = "show",
    description = {
      "Print the options of a running program with their values in force.",
      "With --namespace and files: those that a program would have."
    })
final class ConfigShowCommand implements Callable<Integer> {

  @Mixin private HelpOption help = new HelpOption();
  @Mixin private StateDirOption stateDir = new StateDirOption();
  @Mixin private CatalogOption catalog = new CatalogOption();
  @Mixin private FilesOption files = new FilesOption();
  @Mixin private ReportOption report = new ReportOption();

  @Option(
      names = "--option",
      paramLabel = "NAME",
      description = "Only this one: NAME of [DEFAULT], or SECTION.NAME. Repeatable.")
  private List<String> wanted = new ArrayList<>();

  @Option(names = "--origin", description = "Say where each value came from and what it hides.")
  private boolean origin;

  private final RunningPrograms programs;

  ConfigShowCommand(RunningPrograms programs) {
    this.programs = programs;
  }

  @Override
  public Integer call() throws CommandFailure {
    ShownOptions options = options().only(wanted);
    report.print(options, out -> out.print(options.text(origin)));
    return 0;
  }

  private ShownOptions options() throws CommandFailure {
    if (files.areNamed() || !catalog.namespaces().isEmpty()) {
      return ShownOptions.of(files.load(catalog).options());
    }
    try (ControlClient client = stateDir.connect(programs)) {
      return ShownOptions.parse(client.ask("config").textOrFail());
    }
  }
}
