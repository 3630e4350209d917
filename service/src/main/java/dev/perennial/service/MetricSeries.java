package dev.perennial.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a metric has counted at one moment.
///
/// @param kind what it is
/// @param unit what its numbers are counted in
/// @param name as Prometheus knows it
/// @param help what it means, in a line
/// @param labels as Prometheus writes them, such as `service="api",code="2xx"`; may be empty
/// @param bounds of a histogram: the largest number that each bucket but the last takes; otherwise
///   empty
/// @param values one number; of a histogram the number of observations in each bucket, and behind
///   them the sum of all that was observed
public record MetricSeries(
    MetricKind kind,
    MetricUnit unit,
    String name,
    String help,
    String labels,
    List<Long> bounds,
    List<Long> values) {

  /// Copies.
  public MetricSeries {
    bounds = List.copyOf(bounds);
    values = List.copyOf(values);
  }

  /// The same series with the numbers of another process added.
  ///
  /// @param other has the same bounds
  /// @return the sum
  public MetricSeries plus(MetricSeries other) {
    List<Long> sums = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      sums.add(values.get(i) + other.values.get(i));
    }
    return new MetricSeries(kind, unit, name, help, labels, bounds, sums);
  }

  static String labels(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "labels are names and values in turn: " + Arrays.toString(namesAndValues));
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      text.append(i == 0 ? "" : ",").append(label(namesAndValues[i], namesAndValues[i + 1]));
    }
    return text.toString();
  }

  /// One label as Prometheus writes it.
  ///
  /// @param name letters, digits and underscores
  /// @param value any text
  /// @return such as `service="api"`
  /// @throws IllegalArgumentException if the name is none
  public static String label(String name, String value) {
    if (!name.matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
      throw new IllegalArgumentException("'" + name + "' cannot be the name of a label");
    }
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return name + "=\"" + escaped + "\"";
  }
}
