package dev.perennial.launcher;

import java.util.List;

/// How the JVM of a worker is set up.
public enum WorkerProfile {
  /// Serial collector and first compiler only: small and quick to start.
  SMALL(small(Runtime.version().feature()), List.of("-XX:+UseSerialGC")),
  /// What the JVM chooses by itself.
  THROUGHPUT(List.of(), List.of());

  private final List<String> flags;
  private final List<String> collector;

  WorkerProfile(List<String> flags, List<String> collector) {
    this.flags = flags;
    this.collector = collector;
  }

  // The profiles of methods in the AOT cache are of use to the second compiler. Without that they
  // only have the first one compile at once whatever the training run called often. The switch is
  // one that the JVM may drop in a later version, and a JVM refuses what it does not know.
  static List<String> small(int jdk) {
    return jdk == 25
        ? List.of(
            "-XX:TieredStopAtLevel=1", "-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTReplayTraining")
        : List.of("-XX:TieredStopAtLevel=1");
  }

  List<String> flags() {
    return flags;
  }

  /// Left out when the program was started with a collector of its own choice: a JVM refuses two.
  List<String> collector() {
    return collector;
  }
}
