package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.rpc.TransportStatus;
import dev.perennial.service.Metrics;
import java.util.stream.Stream;

/// What became of the calls of a scenario.
///
/// @param made that were begun
/// @param answered whose callers have a result
/// @param failed whose callers were told why they have none
/// @param again how often the broker delivered a request once more
/// @param twice that were run more than once
record Tally(long made, long answered, long failed, long again, long twice) {

  /// What servers that share a transport noticed of requests that came again: they went back and
  /// came as new ones, or were recognised.
  static long cameAgain(String topic, TransportStatus serving) {
    return metric("rpc_requests_total", topic, "requeued") + serving.duplicates();
  }

  /// The sum of the series of a metric that have these labels.
  static long metric(String name, String... labels) {
    return Metrics.ofProcess().series().stream()
        .filter(series -> series.name().equals(name))
        .filter(series ->
            Stream.of(labels).allMatch(label -> series.labels().contains("\"" + label + "\"")))
        .mapToLong(series -> series.values().getFirst())
        .sum();
  }

  /// Calls whose callers were told nothing.
  long lost() {
    return made - answered - failed;
  }

  void assertNoneIsLostOrRunTwice() {
    assertEquals(0, lost(), () -> "lost: " + this);
    assertEquals(0, twice, () -> "run twice: " + this);
  }

  @Override
  public String toString() {
    return "%d calls answered, %d failed with a reason, %d delivered again, %d lost, %d run twice"
        .formatted(answered, failed, again, lost(), twice);
  }
}
