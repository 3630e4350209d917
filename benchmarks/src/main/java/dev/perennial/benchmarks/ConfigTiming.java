package dev.perennial.benchmarks;

import java.util.Arrays;

/// Runs a way to load configuration in a process of its own, and prints how long it took.
final class ConfigTiming {

  private ConfigTiming() {}

  /// One load. No lambda, whose first one in a process costs 40 ms.
  interface Load {
    int run();
  }

  /// Prints the nanoseconds of the only load, or the median of many.
  ///
  /// @param args `cold` or the number of loads, then the file
  /// @param load loads the file; returns the sum of `number0` in the first and in the last group,
  ///   which is 2 when the file was read
  static void run(String[] args, Load load) {
    int loads = args[0].equals("cold") ? 1 : Integer.parseInt(args[0]);
    for (int i = 0; i < loads && loads > 1; i++) {
      check(load.run());
    }
    long[] nanos = new long[loads];
    for (int i = 0; i < loads; i++) {
      long begin = System.nanoTime();
      int sum = load.run();
      nanos[i] = System.nanoTime() - begin;
      check(sum);
    }
    if (loads > 1) {
      Arrays.sort(nanos);
    }
    // A formatter would load more classes than what is measured.
    System.out.println(nanos[loads / 2]);
  }

  private static void check(int sum) {
    if (sum != 2) {
      throw new IllegalStateException("the file was not read: " + sum);
    }
  }
}
