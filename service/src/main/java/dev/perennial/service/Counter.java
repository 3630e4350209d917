package dev.perennial.service;

/// Counts what happens. For any thread; counting neither blocks nor allocates. See [Metrics].
public final class Counter {

  private final MetricCells cells;

  Counter(MetricCells cells) {
    this.cells = cells;
  }

  /// Counts one.
  public void increment() {
    add(1);
  }

  /// Counts several.
  ///
  /// @param number how many; not negative
  public void add(long number) {
    cells.add(cells.ownStripe(), 0, number);
  }

  /// What this process has counted.
  ///
  /// @return the sum
  public long value() {
    return cells.sum(0);
  }
}
