package dev.perennial.service;

import java.util.List;

/// A distribution, counted in buckets. For any thread; observing neither blocks nor allocates. See
/// [Metrics].
public final class Histogram {

  /// Bounds for the time that requests take: 1 ms to 10 s, in nanoseconds.
  public static final List<Long> DURATIONS =
      List.of(
          1_000_000L,
          2_500_000L,
          5_000_000L,
          10_000_000L,
          25_000_000L,
          50_000_000L,
          100_000_000L,
          250_000_000L,
          500_000_000L,
          1_000_000_000L,
          2_500_000_000L,
          10_000_000_000L);

  private final MetricCells cells;
  private final long[] bounds;

  Histogram(MetricCells cells, List<Long> bounds) {
    this.cells = cells;
    this.bounds = bounds.stream().mapToLong(Long::longValue).toArray();
  }

  /// Counts an observation.
  ///
  /// @param number in the unit of the histogram
  public void observe(long number) {
    int bucket = 0;
    while (bucket < bounds.length && number > bounds[bucket]) {
      bucket++;
    }
    int stripe = cells.ownStripe();
    cells.add(stripe, bucket, 1);
    cells.add(stripe, bounds.length + 1, number);
  }
}
