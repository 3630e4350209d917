package dev.perennial.tests.interop;

/// How large a scenario is: quick with every change, full under `tests/full`.
final class Form {

  private static final boolean FULL = "full".equals(System.getProperty("perennial.form"));

  private Form() {}

  static int choose(int quick, int full) {
    return FULL ? full : quick;
  }

  /// A seed for everything random in a scenario, printed with its summary. `-Dperennial.seed=N`
  /// repeats one.
  static long seed() {
    String given = System.getProperty("perennial.seed", "");
    return given.isEmpty() ? System.nanoTime() & 0xffff_ffffL : Long.parseLong(given);
  }

  /// The same, for inputs of a test that has always the same ones in its quick form: a build must
  /// not fail for what nobody has changed.
  static long seedOfInputs(long quick) {
    return FULL || !System.getProperty("perennial.seed", "").isEmpty() ? seed() : quick;
  }

  /// Prints what a scenario has found, in one line that `tests/full` collects.
  static void summary(String scenario, String text) {
    System.out.println("SUMMARY " + scenario + ": " + text);
  }
}
