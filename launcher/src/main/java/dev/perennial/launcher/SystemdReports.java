package dev.perennial.launcher;

import dev.perennial.process.Systemd;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Ticker;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// What the service manager hears of a launcher, from the launcher's own thread: that is why a sign
/// of life is one. A thread that hangs gives none, and the manager restarts the program.
///
/// A program that starts, reloads or stops for long asks for more time again and again, as long as
/// its own bounds (`boot_timeout`, `graceful_shutdown_timeout`) let it.
final class SystemdReports {

  private static final Duration ASK_EVERY = Duration.ofSeconds(5);
  // What it takes to notice a thread that hangs.
  private static final Duration MORE_TIME = Duration.ofSeconds(30);

  private final Systemd systemd;
  private final Ticker ticker;
  private final Optional<Duration> signEvery;
  private Optional<Deadline> nextSign;
  private Deadline nextRequest;
  private boolean asksForTime;

  SystemdReports(Systemd systemd, Ticker ticker) {
    this.systemd = systemd;
    this.ticker = ticker;
    // Half of the interval, as sd_watchdog_enabled(3) advises.
    this.signEvery = systemd.watchdogInterval().map(interval -> interval.dividedBy(2));
    this.nextSign = signEvery.map(_ -> Deadline.after(Duration.ZERO, ticker));
    this.nextRequest = Deadline.after(ASK_EVERY, ticker);
  }

  /// The launcher's thread has looked at everything once more.
  ///
  /// @param isSteady whether nothing is under way that the manager limits: no start, reload or stop
  void turned(boolean isSteady) {
    if (nextSign.map(Deadline::passed).orElse(false)) {
      systemd.watchdog();
      nextSign = signEvery.map(interval -> Deadline.after(interval, ticker));
    }
    asksForTime = !isSteady;
    if (isSteady) {
      nextRequest = Deadline.after(ASK_EVERY, ticker);
    } else if (nextRequest.passed()) {
      systemd.extendTimeout(MORE_TIME);
      nextRequest = Deadline.after(ASK_EVERY, ticker);
    }
  }

  /// When the thread has to turn again at the latest.
  Optional<Duration> untilNextTurn() {
    return Stream.concat(nextSign.stream(), asksForTime ? Stream.of(nextRequest) : Stream.empty())
        .map(Deadline::remaining)
        .min(Comparator.naturalOrder());
  }

  void reloading() {
    systemd.reloading();
    systemd.status("reloading");
  }

  /// @param text how the reload went
  void reloaded(String text) {
    systemd.ready();
    systemd.status(text);
  }

  void stopping(String why) {
    systemd.stopping();
    systemd.status("stopping because of " + why);
  }

  void status(String text) {
    systemd.status(text);
  }
}
