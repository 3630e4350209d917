package dev.perennial.tests.system;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// What a monitoring system sees of a program.
///
/// @param text as it was sent
/// @param samples the numbers by name and labels
record Scrape(String text, Map<String, Double> samples) {

  private static final String PLACE = "metrics are at ";

  /// Where a program that has started shows its metrics.
  static URI place(Program program) throws InterruptedException {
    String line = program.awaitLine("the place of the metrics", l -> l.contains(PLACE));
    return URI.create(line.substring(line.indexOf(PLACE) + PLACE.length()).strip());
  }

  static Scrape of(URI place) throws IOException {
    try (var in = place.toURL().openStream()) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static Scrape parse(String text) {
    Map<String, Double> samples = new TreeMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> {
          int space = line.lastIndexOf(' ');
          samples.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
        });
    return new Scrape(text, samples);
  }

  /// Requests that were answered.
  long answered() {
    return (long)
        samples.entrySet().stream()
            .filter(sample -> sample.getKey().startsWith("http_requests_total{"))
            .mapToDouble(Map.Entry::getValue)
            .sum();
  }

  /// The sums of this scrape that a later one has lost or has smaller; gauges may fall.
  Map<String, Double> fallenIn(Scrape later) {
    Map<String, Double> fallen = new TreeMap<>(samples);
    fallen
        .entrySet()
        .removeIf(sample ->
            sample.getKey().contains("worker=\"")
                || later.samples.getOrDefault(sample.getKey(), -1.0) >= sample.getValue());
    return fallen;
  }
}
