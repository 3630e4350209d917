package dev.perennial.service;

/// What a series of a [Metrics] is, and so what becomes of it when its process ends.
public enum MetricKind {
  /// Only grows. What an ended process has counted stays in the sum.
  COUNTER,
  /// Goes up and down. Ends with its process.
  GAUGE,
  /// A distribution. What an ended process has observed stays in the sum.
  HISTOGRAM
}
