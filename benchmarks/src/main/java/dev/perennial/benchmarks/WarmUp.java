package dev.perennial.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Decides when a program is warm: when what a piece of work costs has stopped to fall.
final class WarmUp {

  /// Rounds whose best is compared with the best of as many before them.
  private static final int WINDOW = 5;

  /// As much as two rounds of a warm program differ.
  private static final double STEADY = 0.95;

  private final List<Double> costs = new ArrayList<>();
  private final int fewest;
  private final int most;

  /// @param fewest rounds before anything is decided
  /// @param most rounds after which it is over, whatever they cost
  WarmUp(int fewest, int most) {
    this.fewest = fewest;
    this.most = most;
  }

  void add(double cost) {
    costs.add(cost);
  }

  boolean isOver() {
    int done = costs.size();
    return done >= most || (done >= Math.max(fewest, 2 * WINDOW) && !falls());
  }

  private boolean falls() {
    int end = costs.size();
    return best(end - WINDOW, end) < STEADY * best(0, end - WINDOW);
  }

  private double best(int from, int to) {
    return costs.subList(from, to).stream().mapToDouble(cost -> cost).min().orElseThrow();
  }

  @Override
  public String toString() {
    return costs.stream()
        .map(cost -> String.format(Locale.ROOT, "%.0f", cost))
        .collect(Collectors.joining(" "));
  }
}
