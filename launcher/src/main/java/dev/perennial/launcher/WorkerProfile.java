package dev.perennial.launcher;

import java.util.List;

/// How the JVM of a worker is set up.
public enum WorkerProfile {
  /// Serial collector and first compiler only: small and quick to start.
  SMALL(List.of("-XX:TieredStopAtLevel=1"), List.of("-XX:+UseSerialGC")),
  /// What the JVM chooses by itself.
  THROUGHPUT(List.of(), List.of());

  private final List<String> flags;
  private final List<String> collector;

  WorkerProfile(List<String> flags, List<String> collector) {
    this.flags = flags;
    this.collector = collector;
  }

  List<String> flags() {
    return flags;
  }

  /// Left out when the program was started with a collector of its own choice: a JVM refuses two.
  List<String> collector() {
    return collector;
  }
}
