package dev.perennial.launcher;

import dev.perennial.service.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The services of a launcher in the order in which they were registered, under unique names.
///
/// A worker runs the same `main` again, so the same names come out in supervisor and worker.
final class Registrations {

  /// @param name unique in the program
  /// @param service what runs
  /// @param workers how many processes
  record Registration(String name, Service service, int workers) {}

  private final List<Registration> all = new ArrayList<>();

  void add(Service service, int workers) {
    requirePositive(service.name(), workers);
    all.add(new Registration(uniqueName(service.name()), service, workers));
  }

  List<Registration> all() {
    return List.copyOf(all);
  }

  Optional<Registration> find(String name) {
    return all.stream().filter(r -> r.name().equals(name)).findFirst();
  }

  List<String> names() {
    return all.stream().map(Registration::name).toList();
  }

  /// The workers of all services.
  int workers() {
    return Math.toIntExact(
        Math.min(Integer.MAX_VALUE, all.stream().mapToLong(Registration::workers).sum()));
  }

  static void requirePositive(String service, int workers) {
    if (workers < 1) {
      throw new LaunchMistake(service + ": workers must be at least 1, not " + workers);
    }
  }

  private String uniqueName(String wanted) {
    String name = wanted;
    for (int n = 2; names().contains(name); n++) {
      name = wanted + "-" + n;
    }
    return name;
  }
}
