package dev.perennial.benchmarks;

import java.nio.file.Path;
import java.util.List;

/// One run of a benchmark.
///
/// @param checkout what is measured
/// @param directory for everything that is written meanwhile
/// @param quick whether to show only that everything works: its figures mean nothing
/// @param report what was found
/// @param parts of the benchmark that are wanted; all of them if none is named
record Run(Checkout checkout, Path directory, boolean quick, Report report, List<String> parts) {

  Run {
    parts = List.copyOf(parts);
  }

  int choose(int inQuickForm, int inFullForm) {
    return quick ? inQuickForm : inFullForm;
  }

  Servers servers() {
    return new Servers(checkout, directory);
  }

  PeerServers peers() {
    return new PeerServers(checkout, directory);
  }
}
