package dev.perennial.launcher;

import dev.perennial.service.MetricSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Metrics in the text format of Prometheus, version 0.0.4.
final class MetricsText {

  static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder text = new StringBuilder();

  private MetricsText() {}

  static String of(List<MetricSeries> all) {
    Map<String, List<MetricSeries>> families = new TreeMap<>();
    for (MetricSeries series : all) {
      families.computeIfAbsent(series.name(), _ -> new ArrayList<>()).add(series);
    }
    MetricsText writer = new MetricsText();
    families.values().forEach(writer::family);
    return writer.text.toString();
  }

  // A name has one kind. Two generations of a program may disagree; the newest comes last.
  private void family(List<MetricSeries> family) {
    MetricSeries newest = family.getLast();
    String help = newest.help().replace("\\", "\\\\").replace("\n", "\\n");
    text.append("# HELP ").append(newest.name()).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(newest.name()).append(' ');
    text.append(newest.kind().name().toLowerCase(Locale.ROOT)).append('\n');
    family.stream().filter(series -> series.kind() == newest.kind()).forEach(this::series);
  }

  private void series(MetricSeries series) {
    switch (series.kind()) {
      case COUNTER, GAUGE ->
          sample(series, "", "", number(series.unit().shown(series.values().getFirst())));
      case HISTOGRAM -> histogram(series);
    }
  }

  private void histogram(MetricSeries series) {
    long observations = 0;
    for (int i = 0; i < series.bounds().size(); i++) {
      observations += series.values().get(i);
      String bound = number(series.unit().shown(series.bounds().get(i)));
      sample(series, "_bucket", "le=\"" + bound + "\"", Long.toString(observations));
    }
    observations += series.values().get(series.bounds().size());
    sample(series, "_bucket", "le=\"+Inf\"", Long.toString(observations));
    sample(series, "_sum", "", number(series.unit().shown(series.values().getLast())));
    sample(series, "_count", "", Long.toString(observations));
  }

  private void sample(MetricSeries series, String ending, String label, String value) {
    String comma = series.labels().isEmpty() || label.isEmpty() ? "" : ",";
    String labels = series.labels() + comma + label;
    text.append(series.name()).append(ending);
    if (!labels.isEmpty()) {
      text.append('{').append(labels).append('}');
    }
    text.append(' ').append(value).append('\n');
  }

  // Whole numbers are written as such: they are exact and short.
  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
