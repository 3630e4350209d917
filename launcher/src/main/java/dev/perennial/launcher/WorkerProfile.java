package dev.perennial.launcher;

import java.util.ArrayList;
import java.util.List;

/// How the JVM of a worker is set up.
public enum WorkerProfile {
  /// Serial collector, first compiler only, and a heap that begins small: little memory and quick
  /// to start.
  SMALL(
      small(Runtime.version().feature()),
      List.of("-XX:+UseSerialGC"),
      List.of("-Xms" + ChosenOptions.SMALL_HEAP_MIB + "m")),
  /// What the JVM chooses by itself.
  THROUGHPUT(List.of(), List.of(), List.of());

  private final List<String> flags;
  private final List<String> collector;
  private final List<String> heap;

  WorkerProfile(List<String> flags, List<String> collector, List<String> heap) {
    this.flags = flags;
    this.collector = collector;
    this.heap = heap;
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

  /// Its options, but for those with which a JVM would refuse what the operator has chosen: two
  /// collectors, a heap that begins larger than it may become.
  List<String> optionsBeside(ChosenOptions chosen) {
    List<String> options = new ArrayList<>(flags);
    if (!chosen.hasCollector()) {
      options.addAll(collector);
    }
    if (!chosen.hasHeap()) {
      options.addAll(heap);
    }
    return options;
  }
}
