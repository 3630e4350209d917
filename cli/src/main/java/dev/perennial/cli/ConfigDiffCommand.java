package dev.perennial.cli;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigChange;
import dev.perennial.config.OptionState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `perennial config diff`.
@Command(
    name = "diff",
    description = {
      "Print what configuration files change: against the defaults, or against other files.",
      "Values are compared, not texts: true and 1 are no difference."
    })
final class ConfigDiffCommand implements Callable<Integer> {

  @Mixin private HelpOption help = new HelpOption();
  @Mixin private CatalogOption catalog = new CatalogOption();
  @Mixin private FilesOption files = new FilesOption();
  @Mixin private ReportOption report = new ReportOption();

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "The files to compare with; without them, the defaults. Repeatable.")
  private List<String> from = List.of();

  /// What is printed of a difference.
  record Difference(String section, String name, String before, String after, String origin) {

    static Difference of(ConfigChange.Change change) {
      return new Difference(
          change.section(),
          change.option(),
          change.oldText(),
          change.newText(),
          change.origin().toString());
    }

    static Difference of(OptionState state) {
      return new Difference(
          state.section(),
          state.name(),
          state.defaultText(),
          state.text(),
          state.origin().toString());
    }

    String line() {
      return "[%s] %s: %s -> %s (%s)".formatted(section, name, before, after, origin);
    }
  }

  @Override
  public Integer call() throws CommandFailure {
    List<Difference> differences = differences(files.load(catalog));
    report.print(
        Map.of("differences", differences),
        out -> differences.forEach(one -> out.println(one.line().replace("\n", "\\n"))));
    return 0;
  }

  private List<Difference> differences(Config config) throws CommandFailure {
    if (from.isEmpty()) {
      return config.options().stream()
          .filter(state -> !state.isDefault())
          .map(Difference::of)
          .toList();
    }
    return FilesOption.load(catalog, from.stream().map(f -> "--config-file=" + f).toList())
        .differencesTo(config)
        .stream()
        .map(Difference::of)
        .toList();
  }
}
