package dev.perennial.cli;

import dev.perennial.config.ConfigException;
import dev.perennial.config.Migration;
import dev.perennial.config.OptionSelection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `perennial config migrate`.
@Command(
    name = "migrate",
    description = {
      "Bring configuration files from names that are out of use to the present ones.",
      "Comments are kept. Without --write the changes are only listed."
    },
    footer = {
      "",
      "Exit codes: 0 nothing is left to do by hand, 1 something is, 2 usage,",
      "78 a file cannot be read or understood; then no file is changed."
    })
final class ConfigMigrateCommand implements Callable<Integer> {

  @Mixin private HelpOption help = new HelpOption();
  @Mixin private CatalogOption catalog = new CatalogOption();

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Configuration files.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--write", description = "Write the files, each at once and with its mode.")
  private boolean write;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailure {
    PrintWriter out = spec.commandLine().getOut();
    boolean leftOver = false;
    for (Map.Entry<Path, Migration> each : migrations().entrySet()) {
      Migration migration = each.getValue();
      if (write && !migration.steps().isEmpty()) {
        replace(each.getKey(), migration);
      }
      migration.steps().forEach(out::println);
      migration.byHand().forEach(line -> out.println("by hand: " + line));
      leftOver |= !migration.byHand().isEmpty();
    }
    out.flush();
    return leftOver ? CommandFailure.FAILED : 0;
  }

  /// All of them before the first is written.
  private Map<Path, Migration> migrations() throws CommandFailure {
    OptionSelection options = catalog.select();
    Map<Path, Migration> migrations = new LinkedHashMap<>();
    try {
      for (Path file : files) {
        migrations.put(file, options.migration(file));
      }
    } catch (ConfigException refused) {
      throw CommandFailure.configuration(CommandFailure.CONFIGURATION, refused.errors());
    } catch (IllegalArgumentException contradiction) {
      throw CommandFailure.failed(
          "these namespaces do not go together: " + contradiction.getMessage());
    }
    return migrations;
  }

  private static void replace(Path file, Migration migration) throws CommandFailure {
    try {
      FileReplacement.write(file, migration.text());
    } catch (IOException failed) {
      throw CommandFailure.unwritable(file, failed);
    }
  }
}
