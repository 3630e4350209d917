package dev.perennial.cli;

import dev.perennial.config.ConfigCheck;
import dev.perennial.config.ConfigError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `perennial config check`.
@Command(
    name = "check",
    description = {
      "Check configuration files as the program that has these options would.",
      "Types, choices, bounds, required and deprecated options, unknown names."
    },
    footer = {
      "",
      "Exit codes: 0 the program would start, 1 only warnings and --fatal-warnings,",
      "2 usage, 78 the files have errors."
    })
final class ConfigCheckCommand implements Callable<Integer> {

  @Mixin private HelpOption help = new HelpOption();
  @Mixin private CatalogOption catalog = new CatalogOption();
  @Mixin private FilesOption files = new FilesOption();
  @Mixin private ReportOption report = new ReportOption();

  @Option(
      names = "--leave-alone",
      paramLabel = "SECTION",
      description = "Section that belongs to somebody else. Repeatable.")
  private List<String> leftAlone = new ArrayList<>();

  @Option(names = "--fatal-warnings", description = "Exit with 1 when there are only warnings.")
  private boolean fatalWarnings;

  @Override
  public Integer call() throws CommandFailure {
    ConfigCheck check = files.check(catalog, leftAlone);
    report.print(
        fields(check),
        out -> {
          check.errors().forEach(out::println);
          check.warnings().forEach(warning -> out.println("warning: " + warning));
        });
    if (!check.errors().isEmpty()) {
      return CommandFailure.CONFIGURATION;
    }
    return fatalWarnings && !check.warnings().isEmpty() ? CommandFailure.FAILED : 0;
  }

  private static Map<String, Object> fields(ConfigCheck check) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("errors", check.errors().stream().map(ConfigCheckCommand::fields).toList());
    fields.put("warnings", check.warnings());
    return fields;
  }

  private static Map<String, Object> fields(ConfigError error) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("where", error.where().map(Object::toString).orElse(""));
    fields.put("text", error.text());
    fields.put("hint", error.hint());
    return fields;
  }
}
