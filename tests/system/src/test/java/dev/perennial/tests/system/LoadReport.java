package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// How the requests of a load have ended.
///
/// @param profile what load it was
/// @param counts of each class
/// @param perPid right answers by the process that gave them
/// @param lostPerPid lost requests by the process that had answered on the connection before; those
///   that were the first on theirs are not among them
/// @param connections how many were made
/// @param closedWhileIdle kept connections that were found closed before a request was sent on them
/// @param p99 ninety-nine of a hundred right answers took no longer
/// @param slowest the right answer that took longest
/// @param took the whole load
/// @param failures the first ones that were not OK, in words
record LoadReport(
    LoadProfile profile,
    Map<Outcome, Long> counts,
    Map<Long, Long> perPid,
    Map<Long, Long> lostPerPid,
    long connections,
    long closedWhileIdle,
    Duration p99,
    Duration slowest,
    Duration took,
    List<String> failures) {

  long count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0L);
  }

  long requests() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  long lost() {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().isLost())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /// At least so many were answered, and nothing was lost.
  void assertNothingLost(long atLeast) {
    assertEquals(0, lost(), this::explanation);
    assertTrue(count(Outcome.OK) >= atLeast, () -> "too little load to prove anything: " + this);
  }

  String explanation() {
    return this + "\n" + String.join("\n", failures);
  }

  @Override
  public String toString() {
    String classes =
        counts.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(" "));
    return "%s | %d connections, %d closed while idle, p99 %d ms, slowest %d ms, %.1f s, %d clients, seed %d"
        .formatted(
            classes,
            connections,
            closedWhileIdle,
            p99.toMillis(),
            slowest.toMillis(),
            took.toMillis() / 1e3,
            profile.clients(),
            profile.seed());
  }
}
