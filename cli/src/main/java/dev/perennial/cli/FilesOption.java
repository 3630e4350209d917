package dev.perennial.cli;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigCheck;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Configuration files and directories, read in that order: all files, then all directories.
final class FilesOption {

  @Parameters(paramLabel = "FILE", description = "Configuration files, later ones win.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--config-dir",
      paramLabel = "DIR",
      description = "Directory of *.conf files, read after the files. Repeatable.")
  private List<String> directories = new ArrayList<>();

  boolean areNamed() {
    return !files.isEmpty() || !directories.isEmpty();
  }

  /// The same as the arguments of a program.
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    files.forEach(file -> arguments.add("--config-file=" + file));
    directories.forEach(directory -> arguments.add("--config-dir=" + directory));
    return arguments;
  }

  /// Reads them.
  ///
  /// @param catalog which options there are
  /// @param leftAlone sections that belong to somebody else
  ConfigCheck check(CatalogOption catalog, List<String> leftAlone) throws CommandFailure {
    if (!areNamed()) {
      throw CommandFailure.usage("name a FILE or a --config-dir");
    }
    return check(catalog, arguments(), leftAlone);
  }

  private static ConfigCheck check(
      CatalogOption catalog, List<String> arguments, List<String> leftAlone) throws CommandFailure {
    try {
      return catalog.select().check(arguments, leftAlone);
    } catch (IllegalArgumentException contradiction) {
      throw CommandFailure.failed(
          "these namespaces do not go together: " + contradiction.getMessage());
    }
  }

  /// Reads them, and gives up where the program would.
  Config load(CatalogOption catalog) throws CommandFailure {
    return orFail(check(catalog, List.of()));
  }

  /// The same with other files.
  ///
  /// @param arguments as of a program
  static Config load(CatalogOption catalog, List<String> arguments) throws CommandFailure {
    return orFail(check(catalog, arguments, List.of()));
  }

  private static Config orFail(ConfigCheck check) throws CommandFailure {
    if (check.config().isEmpty()) {
      throw CommandFailure.configuration(CommandFailure.CONFIGURATION, check.errors());
    }
    return check.config().get();
  }
}
