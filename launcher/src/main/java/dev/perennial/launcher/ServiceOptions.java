package dev.perennial.launcher;

import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.Range;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Ticker;
import java.time.Duration;

/// The options of every launched program that `oslo.service` has too, with its names and defaults.
///
/// @param gracefulShutdownTimeout seconds
/// @param logOptions whether to log all option values at start
@Group(value = "DEFAULT", help = "Options of every launched program.")
public record ServiceOptions(
    @Opt(
            help =
                "Seconds that a service may take to finish what it has accepted, after SIGTERM and"
                    + " when a worker is replaced. 0 means that there is no bound.",
            def = "60",
            mutable = true)
        @Range(min = 0)
        int gracefulShutdownTimeout,
    @Opt(
            help = "Log the value of every option at start, at debug level.",
            def = "true",
            mutable = true)
        boolean logOptions) {

  /// The deadline of a graceful end that begins now.
  Deadline gracefulDeadline(Ticker ticker) {
    return gracefulShutdownTimeout == 0
        ? Deadline.never()
        : Deadline.after(Duration.ofSeconds(gracefulShutdownTimeout), ticker);
  }
}
