package dev.perennial.service;

/// What the whole numbers of a metric are counted in, and how they are shown.
public enum MetricUnit {
  /// Things, bytes: shown as they are.
  ONE(1),
  /// Nanoseconds, shown as seconds.
  NANOSECONDS(1e9);

  private final double perShown;

  MetricUnit(double perShown) {
    this.perShown = perShown;
  }

  /// A number as it is shown.
  ///
  /// @param counted the whole number
  /// @return the number in the unit that is shown
  public double shown(long counted) {
    return counted / perShown;
  }
}
