package dev.perennial.service;

/// A level that goes up and down. For any thread; neither method blocks or allocates. See
/// [Metrics].
public final class Gauge {

  private final MetricCells cells;

  Gauge(MetricCells cells) {
    this.cells = cells;
  }

  /// Sets the level.
  ///
  /// @param level the level
  public void set(long level) {
    cells.set(level);
  }

  /// Moves the level.
  ///
  /// @param by how far; may be negative
  public void add(long by) {
    cells.add(cells.offset(), 0, by);
  }

  /// The level now.
  ///
  /// @return the level
  public long value() {
    return cells.sum(0);
  }
}
