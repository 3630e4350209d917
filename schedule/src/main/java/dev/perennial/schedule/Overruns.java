package dev.perennial.schedule;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Locale;

/// Reports runs that outlast their interval: the first one at once, later ones at most every ten
/// seconds with their number, so that a short interval does not fill the log.
final class Overruns {

  private static final long QUIET = Duration.ofSeconds(10).toNanos();

  private final String name;
  private long quietUntil;
  private int unreported;

  Overruns(String name) {
    this.name = name;
    this.quietUntil = Long.MIN_VALUE;
  }

  void report(long nanos, long now) {
    if (now < quietUntil) {
      unreported++;
      return;
    }
    System.getLogger("dev.perennial.schedule").log(Level.WARNING, text(nanos));
    quietUntil = now + QUIET;
    unreported = 0;
  }

  private String text(long nanos) {
    String first =
        String.format(
            Locale.ROOT, "a run of %s outlasted its interval by %.2f s", name, nanos / 1e9);
    return unreported == 0
        ? first
        : first + ", as did " + unreported + " before it that were not reported";
  }
}
