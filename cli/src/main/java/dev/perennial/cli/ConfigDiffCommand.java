package dev.perennial.cli;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigChange;
import dev.perennial.config.OptionState;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "The files to compare with; without them, the defaults. Repeatable.")
  private List<String> from = List.of();

  @Option(names = "--json", description = "Print the differences as JSON.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

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
      String before = state.hidden().isEmpty() ? "<None>" : state.hidden().getLast().text();
      return new Difference(
          state.section(), state.name(), before, state.text(), state.origin().toString());
    }

    String line() {
      return "[%s] %s: %s -> %s (%s)".formatted(section, name, before, after, origin);
    }
  }

  @Override
  public Integer call() throws CommandFailure {
    List<Difference> differences = differences(files.load(catalog));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("differences", differences);
      out.println(JsonOutput.of(report));
    } else {
      differences.forEach(difference -> out.println(difference.line().replace("\n", "\\n")));
    }
    out.flush();
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
