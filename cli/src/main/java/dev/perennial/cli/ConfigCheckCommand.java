package dev.perennial.cli;

import dev.perennial.config.ConfigCheck;
import dev.perennial.config.ConfigError;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `perennial config check`.
@Command(
    name = "check",
    description = {
      "Check configuration files as the program that has these options would:",
      "types, choices, bounds, required and deprecated options, unknown names."
    },
    footer = {
      "",
      "Exit codes: 0 the program would start, 1 only warnings and --fatal-warnings, 2 usage,",
      "78 the files have errors."
    })
final class ConfigCheckCommand implements Callable<Integer> {

  @Mixin private HelpOption help = new HelpOption();
  @Mixin private CatalogOption catalog = new CatalogOption();
  @Mixin private FilesOption files = new FilesOption();

  @Option(
      names = "--leave-alone",
      paramLabel = "SECTION",
      description = "Section that belongs to somebody else. Repeatable.")
  private List<String> leftAlone = new ArrayList<>();

  @Option(names = "--fatal-warnings", description = "Exit with 1 when there are only warnings.")
  private boolean fatalWarnings;

  @Option(names = "--json", description = "Print errors and warnings as JSON.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailure {
    ConfigCheck check = files.check(catalog, leftAlone);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(check));
    } else {
      check.errors().forEach(out::println);
      check.warnings().forEach(warning -> out.println("warning: " + warning));
    }
    out.flush();
    if (!check.errors().isEmpty()) {
      return CommandFailure.CONFIGURATION;
    }
    return fatalWarnings && !check.warnings().isEmpty() ? CommandFailure.FAILED : 0;
  }

  private static String json(ConfigCheck check) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("errors", check.errors().stream().map(ConfigCheckCommand::error).toList());
    report.put("warnings", check.warnings());
    return JsonOutput.of(report);
  }

  private static Map<String, Object> error(ConfigError error) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("where", error.where().map(Object::toString).orElse(""));
    fields.put("text", error.text());
    fields.put("hint", error.hint());
    return fields;
  }
}
