package dev.perennial.benchmarks;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/// What several measurements of one thing came to.
record Spread(double min, double median, double max) {

  static Spread of(Collection<? extends Number> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }

  /// The value that so many percent of the values do not exceed, by the nearest rank.
  ///
  /// @param values in any order; zero if there is none
  static int percentile(int[] values, double percent) {
    if (values.length == 0) {
      return 0;
    }
    int[] sorted = values.clone();
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
  }

  /// As it stands in a table: minimum, median, maximum.
  String text(int digits) {
    String number = "%." + digits + "f";
    return String.format(Locale.ROOT, number + " / " + number + " / " + number, min, median, max);
  }
}
