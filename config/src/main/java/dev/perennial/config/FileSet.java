package dev.perennial.config;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The files of a program and their order: default files, default directories, then what the
/// command line names, from left to right. Naming a file switches the default files off, naming a
/// directory the default directories; neither does both. Found anew at every reading.
record FileSet(
    DefaultFiles defaults, Optional<String> project, String program, Arguments arguments) {

  /// Reads all files as if they were one.
  IniFile read(Problems problems) {
    Reading reading = new Reading(problems);
    if (!arguments.names(false)) {
      defaults.files(project, program).forEach(reading::file);
    }
    if (!arguments.names(true)) {
      defaults.directories(project, program).forEach(reading::directory);
    }
    arguments.files().forEach(argument -> named(argument, reading));
    return new IniFile(List.copyOf(reading.headers), List.copyOf(reading.values));
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
    private final Problems problems;
    private final List<IniFile.Header> headers = new ArrayList<>();
    private final List<RawValue> values = new ArrayList<>();

    Reading(Problems problems) {
      this.problems = problems;
    }

    void file(Path path) {
      TextFile.read(path, problems)
          .map(text -> IniReader.read(path.toString(), text, problems))
          .ifPresent(file -> {
            headers.addAll(file.headers());
            values.addAll(file.values());
          });
    }

    void directory(Path directory) {
      Origin whole = Origin.InFile.whole(directory.toString());
      if (!Files.exists(directory)) {
        problems.add(ConfigError.at(whole, "no such directory"));
      } else if (!Files.isDirectory(directory)) {
        problems.add(ConfigError.at(whole, "is a file, not a directory", "use --config-file"));
      } else {
        try {
          sorted(directory).forEach(this::file);
        } catch (IOException | DirectoryIteratorException e) {
          problems.add(ConfigError.at(whole, "directory cannot be read: " + e.getMessage()));
        }
      }
    }
  }

  private static Set<Path> sorted(Path directory) throws IOException {
    Set<Path> sorted = new TreeSet<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, FileSet::isConfiguration)) {
      files.forEach(sorted::add);
    }
    return sorted;
  }

  private static boolean isConfiguration(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".conf") && !name.startsWith(".");
  }
}
