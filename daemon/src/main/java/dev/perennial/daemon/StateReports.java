package dev.perennial.daemon;

import dev.perennial.config.Config;
import dev.perennial.registry.Heartbeat;
import dev.perennial.registry.RegistryOptions;
import dev.perennial.registry.ServiceKey;
import dev.perennial.registry.ServiceRegistry;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.TaskGroup;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// What a service tells the registry, from when it serves until it has drained. The two workers of
/// a reload may do so at the same time: a report says no more than that the service is alive.
final class StateReports {

  private static final Logger LOG = System.getLogger("dev.perennial.daemon");

  // One that was interrupted and has not ended by then hangs in its database.
  private static final Duration LAST_REPORT = Duration.ofSeconds(5);

  private final TaskGroup timer = new TaskGroup("state-reports");
  private final ServiceKey key;
  private final Optional<Duration> interval;
  private final Optional<ServiceRegistry> registry;
  private final Optional<Heartbeat> heartbeat;

  /// @param key the service
  /// @param topic where it listens for calls
  /// @param version of the program
  /// @param parameters with the registry and the interval; without one of them nothing is reported
  /// @param works asked before each report
  StateReports(
      ServiceKey key,
      String topic,
      String version,
      RpcServiceParameters parameters,
      BooleanSupplier works) {
    this.key = key;
    this.interval = parameters.reportInterval().filter(Duration::isPositive);
    this.registry = parameters.registry();
    this.heartbeat = registry.map(to -> new Heartbeat(to, key, topic, version, works));
  }

  /// Makes it possible to begin, also once more.
  void open() {
    timer.reopen();
  }

  /// Reports now, and again and again.
  ///
  /// @param config may tell how long a service counts as up
  void begin(Config config) {
    if (heartbeat.isPresent() && interval.isPresent()) {
      if (config.has(RegistryOptions.class)) {
        warnIfSilentTooLong(interval.get(), config.get(RegistryOptions.class).serviceDownTime());
      }
      timer.addTimer("report-state", interval.get(), this::report);
    }
  }

  /// Reports once.
  ///
  /// @return what became of it; empty without a registry
  Optional<Heartbeat.Result> report() {
    return heartbeat.map(Heartbeat::report);
  }

  /// Begins no new report, and waits for one under way.
  void drain(Deadline deadline) throws InterruptedException {
    timer.drain(deadline);
  }

  /// Begins no new report, and interrupts one under way.
  void stop() {
    timer.stop();
  }

  boolean awaitStopped(Deadline deadline) throws InterruptedException {
    return timer.awaitStopped(deadline).isEmpty();
  }

  /// Has the registry forget the service, once no report is under way: it would make the record
  /// again.
  void forget() {
    try {
      awaitStopped(Deadline.after(LAST_REPORT));
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    registry.ifPresent(from -> from.remove(key));
  }

  // A number itself would be written in the digits of the country.
  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  private void warnIfSilentTooLong(Duration every, Duration downTime) {
    if (every.compareTo(downTime) >= 0) {
      LOG.log(
          Level.WARNING,
          "{0} reports every {1} s and counts as down {2} s after a report: set service_down_time to"
              + " a few times report_interval",
          key,
          seconds(every),
          seconds(downTime));
    }
  }
}
