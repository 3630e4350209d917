package dev.perennial.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a program looks when the command line names no file: in the user's home, then in `/etc`,
/// then in what a snap provides. A variable that is set but empty names no place: it would be the
/// current directory.
record DefaultFiles(Path home, Path etc, Map<String, String> environment) {

  static DefaultFiles of(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "");
    String known = home.isEmpty() ? System.getProperty("user.home", "/") : home;
    return new DefaultFiles(Path.of(known), Path.of("/etc"), environment);
  }

  /// `PROJECT.conf` and `PROGRAM.conf`, each in the first directory that has it.
  List<Path> files(Optional<String> project, String program) {
    return found(project, program, ".conf");
  }

  /// `PROJECT.conf.d` and `PROGRAM.conf.d`, each in the first directory that has it.
  List<Path> directories(Optional<String> project, String program) {
    return found(project, program, ".conf.d");
  }

  private List<Path> found(Optional<String> project, String program, String ending) {
    List<Path> found = new ArrayList<>();
    if (project.isPresent()) {
      addFirst(project, project.get() + ending, found);
    }
    addFirst(project, program + ending, found);
    return found;
  }

  private void addFirst(Optional<String> project, String name, List<Path> found) {
    for (Path place : places(project)) {
      Path candidate = place.resolve(name);
      boolean fits = name.endsWith(".d") ? Files.isDirectory(candidate) : Files.exists(candidate);
      if (fits) {
        if (!found.contains(candidate)) {
          found.add(candidate);
        }
        return;
      }
    }
  }

  /// The directories, in the order of search.
  List<Path> places(Optional<String> project) {
    List<Path> places = new ArrayList<>();
    if (project.isPresent()) {
      places.add(home.resolve("." + project.get()));
    }
    places.add(home);
    if (project.isPresent()) {
      places.add(etc.resolve(project.get()));
    }
    places.add(etc);
    if (project.isPresent()) {
      addSnap("SNAP_COMMON", project.get(), places);
      addSnap("SNAP", project.get(), places);
    }
    return places;
  }

  private void addSnap(String variable, String project, List<Path> places) {
    String root = environment.getOrDefault(variable, "");
    if (!root.isEmpty()) {
      places.add(Path.of(root).resolve("etc").resolve(project));
    }
  }

  /// Makes a path from the command line absolute, with `~` for the home directory.
  Path expand(String path) {
    boolean inHome = path.equals("~") || path.startsWith("~/");
    Path expanded =
        inHome ? home.resolve(path.substring(Math.min(2, path.length()))) : Path.of(path);
    return expanded.toAbsolutePath().normalize();
  }
}
