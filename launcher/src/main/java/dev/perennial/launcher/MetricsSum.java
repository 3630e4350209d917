package dev.perennial.launcher;

import dev.perennial.service.MetricKind;
import dev.perennial.service.MetricSeries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Series of several processes, those of the same name and labels added up.
final class MetricsSum {

  private final Map<String, MetricSeries> byKey = new LinkedHashMap<>();

  /// Adds counters and histograms, which outlive their process.
  void addLasting(List<MetricSeries> series) {
    series.stream().filter(one -> one.kind() != MetricKind.GAUGE).forEach(this::add);
  }

  /// Adds gauges, each with more labels, which tell processes apart.
  void addGauges(List<MetricSeries> series, String moreLabels) {
    series.stream()
        .filter(one -> one.kind() == MetricKind.GAUGE)
        .forEach(one -> add(labelled(one, moreLabels)));
  }

  void add(MetricSeries series) {
    byKey.merge(
        series.name() + "{" + series.labels() + "}",
        series,
        (sum, more) -> isLike(sum, more) ? sum.plus(more) : more);
  }

  List<MetricSeries> series() {
    return new ArrayList<>(byKey.values());
  }

  // Two generations of a program may disagree on what a name means; the newer one is right.
  private static boolean isLike(MetricSeries one, MetricSeries other) {
    return one.kind() == other.kind()
        && one.unit() == other.unit()
        && one.bounds().equals(other.bounds());
  }

  private static MetricSeries labelled(MetricSeries series, String moreLabels) {
    String labels = series.labels().isEmpty() ? moreLabels : series.labels() + "," + moreLabels;
    return new MetricSeries(
        series.kind(),
        series.unit(),
        series.name(),
        series.help(),
        labels,
        series.bounds(),
        series.values());
  }
}
