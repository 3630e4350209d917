package dev.perennial.tests.system;

import java.time.Duration;

/// How large a scenario is: quick with every change, full under `tests/full`.
final class Form {

  private static final boolean FULL = "full".equals(System.getProperty("perennial.form"));

  private Form() {}

  static boolean isFull() {
    return FULL;
  }

  static int choose(int quick, int full) {
    return FULL ? full : quick;
  }

  /// A bound on what the program does at once. The full form, which has the machine for itself,
  /// holds it to what it promises. Beside whatever else runs, the quick form tells it from what
  /// takes as long as the time-outs of a program under test: thirty seconds, unless a test says
  /// otherwise.
  static Duration atOnce(int promisedSeconds) {
    return Duration.ofSeconds(choose(20, promisedSeconds));
  }

  /// A seed for everything random in a scenario, printed with its summary. `-Dperennial.seed=N`
  /// repeats one.
  static long seed() {
    String given = System.getProperty("perennial.seed", "");
    return given.isEmpty() ? System.nanoTime() & 0xffff_ffffL : Long.parseLong(given);
  }

  /// Prints what a scenario has found, in one line that `tests/full` collects.
  static void summary(String scenario, String text) {
    System.out.println("SUMMARY " + scenario + ": " + text);
  }
}
