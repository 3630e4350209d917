package dev.perennial.process;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The notification protocol of systemd: datagrams to the socket named by `NOTIFY_SOCKET`.
///
/// Telling the manager never fails and never blocks a program: without the variable nothing is
/// sent, and a manager that does not listen or read is logged at debug level. A launcher tells all
/// of this by itself; a program that has none may do so.
///
/// Thread-safe. Source: sd_notify(3).
public final class Systemd {

  /// What [#onReady] heard.
  public enum Heard {
    /// `READY=1`.
    READY,
    /// Something else.
    OTHER,
    /// Nothing in time.
    NOTHING
  }

  private static final Logger LOG = System.getLogger("dev.perennial.process");

  private static final int MAX_HEARD = 512;

  private final String address;
  private final Optional<Duration> watchdog;

  private Systemd(String address, Optional<Duration> watchdog) {
    this.address = address;
    this.watchdog = watchdog;
  }

  /// The manager that the environment names.
  ///
  /// @param environment the environment of the program
  /// @return a notifier; a silent one where the variable is unset or empty
  public static Systemd from(Map<String, String> environment) {
    return new Systemd(
        environment.getOrDefault("NOTIFY_SOCKET", ""),
        watchdog(environment, ProcessHandle.current().pid()));
  }

  // Meant for the process that systemd started, and not for what that has started.
  private static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
    String meant = environment.getOrDefault("WATCHDOG_PID", Long.toString(pid));
    String micros = environment.getOrDefault("WATCHDOG_USEC", "0");
    try {
      long limit = Long.parseLong(micros);
      return limit > 0 && meant.equals(Long.toString(pid))
          ? Optional.of(Duration.of(limit, java.time.temporal.ChronoUnit.MICROS))
          : Optional.empty();
    } catch (NumberFormatException wrong) {
      LOG.log(Level.WARNING, "WATCHDOG_USEC={0} is no number: there is no watchdog", micros);
      return Optional.empty();
    }
  }

  /// Says that start-up is over and the service can be used.
  public void ready() {
    send("READY=1");
  }

  /// Says that the service has begun to read its configuration again. [#ready()] says that this is
  /// over.
  public void reloading() {
    // The time since boot by CLOCK_MONOTONIC, which is the clock of nanoTime on Linux.
    send("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
  }

  /// Says that the service has begun to end.
  public void stopping() {
    send("STOPPING=1");
  }

  /// Says in words what the service is doing or suffers from.
  ///
  /// @param text one line, which `systemctl status` shows
  public void status(String text) {
    send("STATUS=" + text.replace('\n', ' '));
  }

  /// Says that the service is alive. To be said by whatever makes the service alive, after it has
  /// done something, and more often than [#watchdogInterval()].
  public void watchdog() {
    send("WATCHDOG=1");
  }

  /// How long the manager waits for a sign of life before it kills the service.
  ///
  /// @return the interval; nothing if it does not wait for any
  public Optional<Duration> watchdogInterval() {
    return watchdog;
  }

  /// Asks for more time to start, to reload or to stop.
  ///
  /// @param more how long from now, at least
  public void extendTimeout(Duration more) {
    send("EXTEND_TIMEOUT_USEC=" + TimeUnit.NANOSECONDS.toMicros(more.toNanos()));
  }

  /// Says which process is the service, where it is not the one that was started.
  ///
  /// @param pid of that process
  public void mainPid(long pid) {
    send("MAINPID=" + pid);
  }

  /// Says that start-up is over, to a manager that is told only once: afterwards this object, and
  /// all that were made from the same environment, are silent if the message was sent.
  ///
  /// @param environment the environment to forget the manager in; it must be modifiable
  /// @return whether it was sent
  public static boolean notifyOnce(Map<String, String> environment) {
    boolean sent = from(environment).send("READY=1");
    if (sent) {
      environment.remove("NOTIFY_SOCKET");
    }
    return sent;
  }

  /// Waits in the place of a manager until a service says something.
  ///
  /// @param address where to listen: a path, whose file stays, or a name with an `@` before it
  /// @param limit how long to wait
  /// @return what came first
  /// @throws IOException if nobody can listen there
  public static Heard onReady(String address, Duration limit) throws IOException {
    try (UnixDatagrams manager = UnixDatagrams.bind(address)) {
      return manager
          .receive(limit, MAX_HEARD)
          .map(message ->
              Arrays.equals(message, "READY=1".getBytes(StandardCharsets.US_ASCII))
                  ? Heard.READY
                  : Heard.OTHER)
          .orElse(Heard.NOTHING);
    }
  }

  private boolean send(String message) {
    if (address.isEmpty()) {
      return false;
    }
    try (UnixDatagrams datagrams = UnixDatagrams.open()) {
      return datagrams.send(message.getBytes(StandardCharsets.UTF_8), address);
    } catch (IOException failure) {
      LOG.log(Level.DEBUG, "cannot tell the service manager {0}: {1}", message, failure);
      return false;
    }
  }
}
