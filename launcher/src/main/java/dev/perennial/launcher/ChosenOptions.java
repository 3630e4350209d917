package dev.perennial.launcher;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an operator has chosen for the JVMs of workers, wherever it stands: the command line of the
/// program, the variables of the environment, or the configuration.
///
/// @param words options of the JVM
record ChosenOptions(List<String> words) {

  /// With which the heap of a small worker begins. By itself a JVM begins with a 64th of the
  /// machine's memory, and the serial collector fills a third of that before it collects.
  static final int SMALL_HEAP_MIB = 64;

  /// What says how many virtual threads a JVM runs at the same time.
  static final String PARALLELISM = "-Djdk.virtualThreadScheduler.parallelism=";

  private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC");
  private static final Pattern HEAP =
      Pattern.compile("-Xm[nsx].*|-XX:(Initial|Max|Min)(HeapSize|RAM).*|-XX:(Max)?NewSize=.*");
  private static final Pattern LIMIT = Pattern.compile("-Xmx(\\d{1,9})([gGkKmMtT]?)");

  ChosenOptions {
    words = List.copyOf(words);
  }

  boolean hasCollector() {
    return words.stream().anyMatch(word -> COLLECTOR.matcher(word).matches());
  }

  /// Whether the heap cannot begin with [#SMALL_HEAP_MIB], or begins otherwise. A limit beyond that
  /// is in nobody's way.
  boolean hasHeap() {
    return words.stream().anyMatch(word -> HEAP.matcher(word).matches() && !isWideLimit(word));
  }

  /// Whether it is chosen how many virtual threads run at the same time.
  boolean hasParallelism() {
    return words.stream().anyMatch(word -> word.startsWith(PARALLELISM));
  }

  private static boolean isWideLimit(String word) {
    Matcher limit = LIMIT.matcher(word);
    return limit.matches()
        && Long.parseLong(limit.group(1)) * bytes(limit.group(2)) >= SMALL_HEAP_MIB * bytes("m");
  }

  private static long bytes(String unit) {
    return switch (unit) {
      case "k", "K" -> 1L << 10;
      case "m", "M" -> 1L << 20;
      case "g", "G" -> 1L << 30;
      case "t", "T" -> 1L << 40;
      default -> 1;
    };
  }
}
