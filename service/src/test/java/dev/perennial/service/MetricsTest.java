package dev.perennial.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {

  @TempDir Path directory;

  private static MetricSeries only(List<MetricSeries> all) {
    assertEquals(1, all.size());
    return all.getFirst();
  }

  @Test
  void what_one_side_of_a_page_counts_the_other_side_sees() throws IOException {
    Path file = directory.resolve("page");
    MetricsPage supervisors = MetricsPage.create(file);
    assertEquals(List.of(), supervisors.series());
    Metrics workers = new Metrics(MetricsPage.open(file));
    Counter counter = workers.counter("a_total", "Äs.", "kind", "x\"y\\z\n");
    Gauge gauge = workers.gauge("level", "A level.");
    Histogram histogram =
        workers.histogram("h_seconds", "Times.", MetricUnit.NANOSECONDS, List.of(10L, 20L));
    counter.increment();
    counter.add(4);
    gauge.set(7);
    gauge.add(-9);
    for (long observed : new long[] {5, 10, 11, 21, 1000}) {
      histogram.observe(observed);
    }
    List<MetricSeries> seen = supervisors.series();
    assertEquals("kind=\"x\\\"y\\\\z\\n\"", seen.getFirst().labels());
    assertEquals("Äs.", seen.getFirst().help());
    assertEquals(List.of(5L), seen.getFirst().values());
    assertEquals(List.of(-2L), seen.get(1).values());
    assertEquals(List.of(2L, 1L, 2L, 1047L), seen.get(2).values());
    assertEquals(List.of(10L, 20L), seen.get(2).bounds());
    assertEquals(MetricUnit.NANOSECONDS, seen.get(2).unit());
    assertEquals(5, counter.value());
    assertEquals(-2, gauge.value());
  }

  @Test
  void the_same_name_and_labels_give_the_same_metric() {
    Metrics metrics = new Metrics(MetricsPage.inMemory());
    Counter first = metrics.counter("a_total", "As.", "k", "1");
    assertSame(first, metrics.counter("a_total", "As.", "k", "1"));
    metrics.counter("a_total", "As.", "k", "2").increment();
    assertEquals(0, first.value());
    assertEquals(2, metrics.series().size());
    metrics.gauge("g", "A g.");
    assertThrows(
        IllegalArgumentException.class,
        () -> metrics.histogram("g", "A g.", MetricUnit.ONE, List.of()));
  }

  @Test
  void malformed_names_labels_and_bounds_are_refused() {
    Metrics metrics = new Metrics(MetricsPage.inMemory());
    assertThrows(IllegalArgumentException.class, () -> metrics.counter("a", "no total"));
    assertThrows(IllegalArgumentException.class, () -> metrics.gauge("a b", "a space"));
    assertThrows(IllegalArgumentException.class, () -> metrics.gauge("a", "no value", "k"));
    assertThrows(IllegalArgumentException.class, () -> metrics.gauge("a", "no name", "k-1", "v"));
    assertThrows(
        IllegalArgumentException.class,
        () -> metrics.histogram("a", "falls", MetricUnit.ONE, List.of(2L, 1L)));
  }

  @Test
  void no_count_of_many_threads_is_lost() throws InterruptedException {
    Metrics metrics = new Metrics(MetricsPage.inMemory());
    Counter counter = metrics.counter("a_total", "As.");
    Histogram histogram = metrics.histogram("h", "Hs.", MetricUnit.ONE, List.of(50L));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int n = 0; n < 10_000; n++) {
                  counter.increment();
                  histogram.observe(n % 100);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(80_000, counter.value());
    assertEquals(List.of(40_800L, 39_200L, 3_960_000L), metrics.series().get(1).values());
  }

  @Test
  void a_program_goes_on_when_the_page_is_full() {
    Metrics metrics = new Metrics(MetricsPage.inMemory());
    for (int i = 0; i < 5000; i++) {
      metrics.counter("a_total", "As.", "number", Integer.toString(i)).increment();
    }
    List<MetricSeries> seen = metrics.series();
    assertTrue(seen.size() >= 100 && seen.size() < 5000, () -> "series: " + seen.size());
    assertTrue(seen.stream().allMatch(series -> series.values().equals(List.of(1L))));
  }

  @Test
  void only_a_worker_counts_into_the_page_of_its_supervisor() throws IOException {
    Path file = directory.resolve("page");
    MetricsPage supervisors = MetricsPage.create(file);
    String variable = Metrics.ENVIRONMENT_VARIABLE;
    new Metrics(Metrics.page(Map.of(variable, file.toString()))).counter("a_total", "As.");
    assertEquals(List.of(), supervisors.series());
    Map<String, String> worker =
        Map.of(
            variable,
            file.toString(),
            "PERENNIAL_WORKER",
            Long.toString(ProcessHandle.current().pid()));
    new Metrics(Metrics.page(worker)).counter("b_total", "Bs.");
    assertEquals("b_total", only(supervisors.series()).name());
  }

  @Test
  void a_page_that_is_none_is_not_written_to() throws IOException {
    byte[] another = new byte[128 * 1024];
    Path file = Files.write(directory.resolve("page"), another);
    assertThrows(IOException.class, () -> MetricsPage.open(file));
    assertArrayEquals(another, Files.readAllBytes(file));
  }

  @Test
  void series_of_processes_add_up() {
    Metrics one = new Metrics(MetricsPage.inMemory());
    Metrics two = new Metrics(MetricsPage.inMemory());
    one.histogram("h", "Hs.", MetricUnit.ONE, List.of(1L)).observe(1);
    two.histogram("h", "Hs.", MetricUnit.ONE, List.of(1L)).observe(5);
    assertEquals(List.of(1L, 1L, 6L), only(one.series()).plus(only(two.series())).values());
  }
}
