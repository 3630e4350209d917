package dev.perennial.benchmarks;

import java.util.List;

/// One thing that is measured. To add one: implement this and name it in [Benchmarks].
interface Benchmark {

  /// Measures and reports.
  ///
  /// @param run how, and where to
  /// @throws Exception if anything went wrong that makes the figures worthless
  void measure(Run run) throws Exception;

  /// What it can be reduced to.
  ///
  /// @return names of parts; none if it is always done as a whole
  default List<String> parts() {
    return List.of();
  }
}
