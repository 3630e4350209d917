package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.Ticker;
import dev.perennial.service.BaseService;
import dev.perennial.service.MetricKind;
import dev.perennial.service.MetricSeries;
import dev.perennial.service.MetricUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsBoardTest {

  @TempDir Path directory;

  private final ManagedService api =
      new ManagedService("api", new BaseService(), 2, Ticker.system());

  private static MetricSeries series(
      MetricKind kind, String name, String labels, List<Long> bounds, Long... values) {
    return new MetricSeries(kind, MetricUnit.ONE, name, "Help.", labels, bounds, List.of(values));
  }

  @Test
  void series_of_the_same_labels_add_up_and_gauges_stay_apart() {
    MetricsSum sum = new MetricsSum();
    for (int worker = 0; worker < 2; worker++) {
      List<MetricSeries> all =
          List.of(
              series(MetricKind.COUNTER, "a_total", "k=\"1\"", List.of(), 3L),
              series(MetricKind.GAUGE, "g", "", List.of(), 5L),
              series(MetricKind.HISTOGRAM, "h", "", List.of(1L, 2L), 1L, 2L, 3L, 20L));
      sum.addLasting(all);
      sum.addGauges(all, "worker=\"" + worker + "\"");
    }
    assertEquals(
        """
        # HELP a_total Help.
        # TYPE a_total counter
        a_total{k="1"} 6
        # HELP g Help.
        # TYPE g gauge
        g{worker="0"} 5
        g{worker="1"} 5
        # HELP h Help.
        # TYPE h histogram
        h_bucket{le="1"} 2
        h_bucket{le="2"} 6
        h_bucket{le="+Inf"} 12
        h_sum 40
        h_count 12
        """,
        MetricsText.of(sum.series()));
  }

  @Test
  void nanoseconds_are_shown_as_seconds() {
    MetricSeries times =
        new MetricSeries(
            MetricKind.HISTOGRAM,
            MetricUnit.NANOSECONDS,
            "h_seconds",
            "A\\b\nc",
            "",
            List.of(2_500_000L),
            List.of(1L, 0L, 1_500_000L));
    String text = MetricsText.of(List.of(times));
    assertTrue(text.contains("# HELP h_seconds A\\\\b\\nc\n"), text);
    assertTrue(text.contains("h_seconds_bucket{le=\"0.0025\"} 1\n"), text);
    assertTrue(text.contains("h_seconds_sum 0.0015\n"), text);
  }

  @Test
  void a_newer_meaning_of_a_name_replaces_the_older_one() {
    MetricsSum sum = new MetricsSum();
    sum.add(series(MetricKind.HISTOGRAM, "h", "", List.of(1L), 1L, 1L, 9L));
    sum.add(series(MetricKind.HISTOGRAM, "h", "", List.of(2L), 5L, 0L, 5L));
    assertEquals(List.of(5L, 0L, 5L), sum.series().getFirst().values());
  }

  @Test
  void a_page_of_a_worker_lives_as_long_as_the_worker() throws IOException {
    Files.createDirectory(directory.resolve("metrics"));
    Path old = Files.writeString(directory.resolve("metrics/7"), "left behind");
    try (MetricsBoard board = MetricsBoard.ofWorkers(directory)) {
      assertFalse(Files.exists(old));
      MetricsBoard.Page page = board.newPage(api.slots().getFirst());
      Path file = page.file().orElseThrow();
      assertTrue(Files.size(file) > 0);
      page.retire();
      assertFalse(Files.exists(file));
      board.newPage(api.slots().getLast());
      assertTrue(
          board.text().contains("perennial_worker_starts_total{service=\"api\"} 2\n"),
          board.text());
    }
    assertFalse(Files.exists(directory.resolve("metrics")));
  }

  @Test
  void workers_run_without_metrics_where_there_is_no_room_for_them() throws IOException {
    Files.writeString(directory.resolve("metrics"), "a file");
    MetricsBoard board = MetricsBoard.ofWorkers(directory);
    assertTrue(board.newPage(api.slots().getFirst()).file().isEmpty());
    assertTrue(board.text().contains("perennial_worker_starts_total"));
  }
}
