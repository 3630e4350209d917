package dev.perennial.backdoor;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// What a profile has found.
///
/// @param kind of the samples
/// @param period between two samples of a thread
/// @param begin when sampling began
/// @param length how long it went on
/// @param lost samples that could not be taken
/// @param tree the others
/// @param recordings parts of the flight recording, in order; may be none
record Samples(
    ProfileKind kind,
    Duration period,
    Instant begin,
    Duration length,
    long lost,
    CallTree tree,
    List<Path> recordings) {

  long count() {
    return tree.root().total();
  }

  /// What a reader has to know about the figures.
  String note() {
    return String.format(
        Locale.ROOT,
        "%d samples of %s in %.1f s, one every %d ms of each running thread%s;"
            + " all times are estimated from samples",
        count(),
        kind.text(),
        length.toMillis() / 1000.0,
        period.toMillis(),
        lost > 0 ? ", " + lost + " more were lost" : "");
  }
}
