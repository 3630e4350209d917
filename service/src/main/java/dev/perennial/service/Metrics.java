package dev.perennial.service;

import dev.perennial.config.ConfigSnapshot;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The metrics of this process. A supervisor adds them up with those of its other workers and shows
/// them to Prometheus (`[launcher] admin_listen`).
///
/// ```java
/// Counter builds = Metrics.ofProcess().counter("builds_total", "Builds done.", "kind", "full");
/// builds.increment();
/// ```
///
/// A metric is made once and kept; asking for the same name and labels again gives the same one.
/// There is room for some hundred series in a process: labels are for a few known values and never
/// for what a client sends. For any thread.
public final class Metrics {

  /// Names the file of this process, which its supervisor has made.
  public static final String ENVIRONMENT_VARIABLE = "PERENNIAL_METRICS";

  private static final Logger LOG = System.getLogger("dev.perennial.service");

  // Made when it is first asked for: a supervisor runs the main of its workers and counts nothing.
  private static final class OfProcess {
    static final Metrics METRICS = new Metrics(page(System.getenv()));
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final MetricsPage page;
  private final int stripes = MetricCells.stripesOfThisMachine();
  private final Map<String, Object> known = new HashMap<>();
  private boolean full;

  Metrics(MetricsPage page) {
    this.page = page;
  }

  /// The metrics of this process.
  ///
  /// @return always the same ones
  public static Metrics ofProcess() {
    return OfProcess.METRICS;
  }

  /// Metrics that nobody sees: for what a process does for itself alone.
  ///
  /// @return new ones
  public static Metrics unseen() {
    return new Metrics(MetricsPage.inMemory());
  }

  // What a worker inherited its own children inherit too: the page belongs to the worker alone.
  static MetricsPage page(Map<String, String> environment) {
    String file = environment.get(ENVIRONMENT_VARIABLE);
    if (file == null || !ConfigSnapshot.isForThisProcess(environment)) {
      return MetricsPage.inMemory();
    }
    try {
      return MetricsPage.open(Path.of(file));
    } catch (IOException failure) {
      LOG.log(
          Level.WARNING, "the metrics of this process are seen by nobody: {0}", failure.toString());
      return MetricsPage.inMemory();
    }
  }

  /// A counter.
  ///
  /// @param name ends with `_total`
  /// @param help what it means, in a line
  /// @param labels names and values in turn
  /// @return the counter
  /// @throws IllegalArgumentException if the name or a label is malformed, or belongs to another
  ///   kind of metric
  public Counter counter(String name, String help, String... labels) {
    if (!name.endsWith("_total")) {
      throw new IllegalArgumentException("the name of a counter ends with _total: " + name);
    }
    MetricSeries series = series(MetricKind.COUNTER, MetricUnit.ONE, name, help, labels, List.of());
    return find(series, Counter.class, stripes, (cells, _) -> new Counter(cells));
  }

  /// A gauge. What a supervisor shows has labels `worker` and `pid` besides those given here.
  ///
  /// @param name the name
  /// @param help what it means, in a line
  /// @param labels names and values in turn
  /// @return the gauge
  /// @throws IllegalArgumentException if the name or a label is malformed, or belongs to another
  ///   kind of metric
  public Gauge gauge(String name, String help, String... labels) {
    MetricSeries series = series(MetricKind.GAUGE, MetricUnit.ONE, name, help, labels, List.of());
    return find(series, Gauge.class, 1, (cells, _) -> new Gauge(cells));
  }

  /// A histogram.
  ///
  /// @param name the name, with the unit that is shown at its end
  /// @param help what it means, in a line
  /// @param unit what it observes
  /// @param bounds the largest number of each bucket but the last, rising; the same ones wherever
  ///   the name is used
  /// @param labels names and values in turn
  /// @return the histogram
  /// @throws IllegalArgumentException if the name or a label is malformed or belongs to another
  ///   kind of metric, or the bounds do not rise
  public Histogram histogram(
      String name, String help, MetricUnit unit, List<Long> bounds, String... labels) {
    for (int i = 1; i < bounds.size(); i++) {
      if (bounds.get(i) <= bounds.get(i - 1)) {
        throw new IllegalArgumentException("bounds must rise: " + bounds);
      }
    }
    MetricSeries series = series(MetricKind.HISTOGRAM, unit, name, help, labels, bounds);
    return find(
        series, Histogram.class, stripes, (cells, made) -> new Histogram(cells, made.bounds()));
  }

  /// What was counted so far.
  ///
  /// @return all series
  public List<MetricSeries> series() {
    return page.series();
  }

  private static MetricSeries series(
      MetricKind kind,
      MetricUnit unit,
      String name,
      String help,
      String[] labels,
      List<Long> bounds) {
    if (!name.matches("[a-zA-Z_:][a-zA-Z0-9_:]*")) {
      throw new IllegalArgumentException("'" + name + "' cannot be the name of a metric");
    }
    int cells = kind == MetricKind.HISTOGRAM ? bounds.size() + 2 : 1;
    return new MetricSeries(
        kind,
        unit,
        name,
        help,
        MetricSeries.labels(labels),
        bounds,
        Collections.nCopies(cells, 0L));
  }

  private <M> M find(
      MetricSeries series,
      Class<M> type,
      int copies,
      BiFunction<MetricCells, MetricSeries, M> maker) {
    String key = series.name() + "{" + series.labels() + "}";
    Function<String, Object> make = _ -> maker.apply(cells(series, copies), series);
    lock.lock();
    try {
      Object metric = known.computeIfAbsent(key, make);
      if (!type.isInstance(metric)) {
        throw new IllegalArgumentException(
            key + " is a " + metric.getClass().getSimpleName() + " already");
      }
      return type.cast(metric);
    } finally {
      lock.unlock();
    }
  }

  // A program goes on when there is no room for another metric; only nobody sees that one.
  private MetricCells cells(MetricSeries series, int copies) {
    return page.append(series, copies)
        .orElseGet(() -> {
          if (!full) {
            full = true;
            LOG.log(Level.WARNING, "no room for metric {0} and those after it", series.name());
          }
          return MetricsPage.inMemory().append(series, copies).orElseThrow();
        });
  }
}
