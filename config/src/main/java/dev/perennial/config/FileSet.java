package dev.perennial.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The files of a program and their order: default files, default directories, then what the
/// command line names, from left to right. Naming a file switches the default files off, naming a
/// directory the default directories; neither does both. Found anew at every reading.
record FileSet(DefaultFiles defaults, Optional<String> project, String program, Arguments arguments)
    implements Function<String, Optional<Path>> {

  /// Reads all files as if they were one.
  IniFile read(Interest interest, Problems problems) {
    Reading reading = new Reading(interest, problems);
    if (!arguments.names(false)) {
      for (Path file : ownFiles()) {
        reading.file(file);
      }
    }
    if (!arguments.names(true)) {
      for (Path directory : defaults.directories(project, program)) {
        reading.directory(directory);
      }
    }
    for (Arguments.FileArgument argument : arguments.files()) {
      named(argument, reading);
    }
    return IniFile.joined(reading.files);
  }

  /// A file that is not configuration itself, such as a policy, by its name: in the directories of
  /// the command line, then beside the configuration files, the last of them first, then in the
  /// standard places.
  @Override
  public Optional<Path> apply(String name) {
    List<Path> places = new ArrayList<>(paths(true));
    List<Path> files = new ArrayList<>(arguments.names(false) ? List.of() : ownFiles());
    files.addAll(paths(false));
    files.reversed().forEach(file -> places.add(file.resolveSibling("")));
    places.addAll(defaults.places(project));
    return places.stream().map(place -> place.resolve(name)).filter(Files::exists).findFirst();
  }

  private List<Path> ownFiles() {
    return defaults.files(project, program);
  }

  private List<Path> paths(boolean directories) {
    return arguments.files().stream()
        .filter(argument -> argument.directory() == directories)
        .map(argument -> defaults.expand(argument.path()))
        .toList();
  }

  private void named(Arguments.FileArgument argument, Reading reading) {
    try {
      Path path = defaults.expand(argument.path());
      if (argument.directory()) {
        reading.directory(path);
      } else {
        reading.file(path);
      }
    } catch (InvalidPathException e) {
      reading.problems.add(ConfigError.at(argument.origin(), "is no path: " + e.getReason()));
    }
  }

  /// One pass over the files, so that errors come in the order in which the files are read.
  private static final class Reading {
    private final Interest interest;
    private final Problems problems;
    private final List<IniFile> files = new ArrayList<>();

    Reading(Interest interest, Problems problems) {
      this.interest = interest;
      this.problems = problems;
    }

    void file(Path path) {
      TextFile.read(path, problems)
          .map(text -> IniReader.read(path.toString(), text, interest, problems))
          .ifPresent(files::add);
    }

    void directory(Path directory) {
      for (Path file : ConfigDirectory.files(directory, problems)) {
        file(file);
      }
    }
  }
}
