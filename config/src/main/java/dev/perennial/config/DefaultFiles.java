package dev.perennial.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Where a program looks when the command line names no file: in the user's home, then in `/etc`,
/// then in what a snap provides.
record DefaultFiles(Path home, Path etc, Map<String, String> environment) {

  static DefaultFiles of(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", System.getProperty("user.home", "/"));
    return new DefaultFiles(Path.of(home), Path.of("/etc"), environment);
  }

  /// `PROJECT.conf` and `PROGRAM.conf`, each in the first directory that has it.
  List<Path> files(Optional<String> project, String program) {
    return found(project, program, ".conf", Files::exists);
  }

  /// `PROJECT.conf.d` and `PROGRAM.conf.d`, each in the first directory that has it.
  List<Path> directories(Optional<String> project, String program) {
    return found(project, program, ".conf.d", Files::isDirectory);
  }

  private List<Path> found(
      Optional<String> project, String program, String ending, Predicate<Path> exists) {
    List<Path> found = new ArrayList<>();
    project.flatMap(name -> first(project, name + ending, exists)).ifPresent(found::add);
    first(project, program + ending, exists).filter(p -> !found.contains(p)).ifPresent(found::add);
    return found;
  }

  private Optional<Path> first(Optional<String> project, String name, Predicate<Path> exists) {
    return places(project).stream().map(place -> place.resolve(name)).filter(exists).findFirst();
  }

  private List<Path> places(Optional<String> project) {
    List<Path> places = new ArrayList<>();
    project.ifPresent(name -> places.add(home.resolve("." + name)));
    places.add(home);
    project.ifPresent(name -> places.add(etc.resolve(name)));
    places.add(etc);
    project.ifPresent(name -> snap("SNAP_COMMON", name).ifPresent(places::add));
    project.ifPresent(name -> snap("SNAP", name).ifPresent(places::add));
    return places;
  }

  private Optional<Path> snap(String variable, String project) {
    return Optional.ofNullable(environment.get(variable))
        .map(root -> Path.of(root).resolve("etc").resolve(project));
  }

  /// Makes a path from the command line absolute, with `~` for the home directory.
  Path expand(String path) {
    boolean inHome = path.equals("~") || path.startsWith("~/");
    Path expanded =
        inHome ? home.resolve(path.substring(Math.min(2, path.length()))) : Path.of(path);
    return expanded.toAbsolutePath().normalize();
  }
}
