package dev.perennial.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A program with a home, an `/etc` and an environment of its own, in a directory of a test.
final class ProgramOnDisk {
  final Path root;
  final Path home;
  final Path etc;
  final Map<String, String> environment = new HashMap<>();
  final List<String> warnings = new ArrayList<>();

  ProgramOnDisk(Path root) {
    this.root = root;
    this.home = root.resolve("home");
    this.etc = root.resolve("etc");
  }

  /// Writes a file below the root; lines are separated by `|`.
  Path file(String name, String text) {
    try {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text.replace('|', '\n'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  final ConfigBuilder program(Class<? extends Record>... groups) {
    return Config.program("prog")
        .project("proj")
        .version("1.0")
        .environment(environment)
        .defaultFiles(new DefaultFiles(home, etc, environment))
        .warnings(warnings::add)
        .groups(groups);
  }

  /// The lines of a refusal, with the root taken out of the paths.
  List<String> refusal(ConfigBuilder builder, String... args) {
    return builder.start(args) instanceof Startup.Refused(_, List<ConfigError> errors)
        ? errors.stream().map(e -> e.toString().replace(root + "/", "")).toList()
        : List.of();
  }
}
