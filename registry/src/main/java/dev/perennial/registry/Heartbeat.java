package dev.perennial.registry;

import dev.perennial.service.Metrics;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/// Reports for one service that it is alive, again and again.
///
/// A service that says of itself that it does not work does not report, and so shows as down. A
/// database that fails is logged once, and once more when it is back; meanwhile reports are
/// skipped. The metric `perennial_heartbeats_total` counts them by their result.
///
/// One caller at a time; the count may be read by anybody.
public final class Heartbeat {

  private static final Logger LOG = System.getLogger("dev.perennial.registry");

  /// What became of a report.
  public enum Result {
    /// The registry knows that the service is alive.
    REPORTED,
    /// The service does not work, by its own account.
    VETOED,
    /// The registry's database failed.
    FAILED
  }

  private final ServiceRegistry registry;
  private final ServiceKey key;
  private final String topic;
  private final String version;
  private final BooleanSupplier works;
  private final LongAdder skipped = new LongAdder();

  // REPORTED, VETOED and FAILED lead to each other with every report; a line is logged when the
  // state changes, and none when it stays.
  private Result last = Result.REPORTED;
  private boolean wasSeen;

  /// Describes whom to report for.
  ///
  /// @param registry where to
  /// @param key the service
  /// @param topic where it listens for calls
  /// @param version of the program
  /// @param works asked before each report
  public Heartbeat(
      ServiceRegistry registry,
      ServiceKey key,
      String topic,
      String version,
      BooleanSupplier works) {
    this.registry = registry;
    this.key = key;
    this.topic = topic;
    this.version = version;
    this.works = works;
  }

  /// Reports, unless there is a reason not to. Throws nothing that a database may cause.
  ///
  /// @return what became of it
  public Result report() {
    Result result = tryToReport();
    count(result);
    return result;
  }

  private Result tryToReport() {
    if (!works.getAsBoolean()) {
      return skip(Result.VETOED, key + " does not work and does not report");
    }
    try {
      write();
      return Result.REPORTED;
    } catch (DatabaseException failure) {
      return skip(Result.FAILED, key + " cannot report: " + failure.getMessage());
    }
  }

  /// How many reports did not reach the registry.
  ///
  /// @return since this was made
  public long skipped() {
    return skipped.sum();
  }

  // Asked for again each time: most services never have two of the results.
  private void count(Result result) {
    Metrics.ofProcess()
        .counter(
            "perennial_heartbeats_total",
            "Reports of state to the registry, by what became of them.",
            "binary",
            key.binary(),
            "result",
            result.name().toLowerCase(Locale.ROOT))
        .increment();
  }

  private void write() {
    long reports = registry.report(key, topic, version);
    if (reports == 1) {
      LOG.log(Level.INFO, wasSeen ? "{0} was forgotten and is listed again" : "{0} is listed", key);
    }
    wasSeen = true;
    if (last != Result.REPORTED) {
      LOG.log(Level.INFO, "{0} reports again", key);
      last = Result.REPORTED;
    }
  }

  private Result skip(Result result, String why) {
    skipped.increment();
    if (last != result) {
      LOG.log(Level.WARNING, why);
      last = result;
    }
    return result;
  }
}
