package dev.perennial.rpc.rabbitmq;

import dev.perennial.service.BusConnection;
import dev.perennial.service.BusConnection.State;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// What operators see of a link, from its first use on: how it stands, where, since when and why.
///
/// Told by whoever changes the link. Thread-safe.
final class LinkReport {

  private final String purpose;
  private final InstantSource clock;
  private volatile Optional<BusConnection> shown = Optional.empty();

  LinkReport(String purpose, InstantSource clock) {
    this.purpose = purpose;
    this.clock = clock;
  }

  Optional<BusConnection> shown() {
    return shown;
  }

  /// @param host that is tried first
  void begun(String host) {
    show(State.CONNECTING, host, "");
  }

  void connected(String host) {
    show(State.CONNECTED, host, "");
  }

  void lost(String why) {
    show(State.CONNECTING, shown.map(BusConnection::host).orElse(""), why);
  }

  /// @param host that was tried last
  void failed(String host, String why) {
    show(State.CONNECTING, host, why);
  }

  private synchronized void show(State state, String host, String reason) {
    var since =
        shown
            .filter(before -> before.state() == state)
            .map(BusConnection::since)
            .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.MILLIS));
    shown = Optional.of(new BusConnection(purpose, state, host, since, reason));
  }
}
