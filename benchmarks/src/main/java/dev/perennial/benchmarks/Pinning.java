package dev.perennial.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/// Which cores servers and load driver may use.
enum Pinning {
  /// All of them: the machine as it is.
  SHARED,
  /// The server has core 0, the driver core 1, so that neither takes time from the other.
  APART;

  List<String> server(List<String> command) {
    return on("0", command);
  }

  List<String> driver(List<String> command) {
    return on("1", command);
  }

  private List<String> on(String core, List<String> command) {
    return switch (this) {
      case SHARED -> command;
      case APART -> Stream.concat(Stream.of("taskset", "-c", core), command.stream()).toList();
    };
  }
}
