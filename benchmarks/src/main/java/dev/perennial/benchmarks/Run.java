package dev.perennial.benchmarks;

import java.nio.file.Path;

/// One run of a benchmark.
///
/// @param checkout what is measured
/// @param directory for everything that is written meanwhile
/// @param quick whether to show only that everything works: its figures mean nothing
/// @param report what was found
record Run(Checkout checkout, Path directory, boolean quick, Report report) {

  int choose(int inQuickForm, int inFullForm) {
    return quick ? inQuickForm : inFullForm;
  }

  Servers servers() {
    return new Servers(checkout, directory);
  }
}
