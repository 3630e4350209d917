package dev.perennial.daemon;

import dev.perennial.config.Config;
import dev.perennial.rpc.Transport;
import dev.perennial.schedule.TaskGroup;
import dev.perennial.service.Metrics;
import java.time.Duration;
import java.util.Optional;

/// The way of a service to the message bus, open from its start to its end, and shown in the
/// metrics.
///
/// Thread-safe.
final class ServiceTransport implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  // Empty ──open──► shown ──close──► empty. Guarded by the monitor.
  private Optional<Shown> open = Optional.empty();

  private record Shown(Transport transport, TransportMetrics metrics) {

    void observe() {
      metrics.observe(transport.status());
    }

    void close() {
      transport.close();
      metrics.observeClosed(transport.status());
    }
  }

  /// Opens the transport that the options name.
  ///
  /// @param service for which it is shown
  /// @param timers those of the service
  synchronized void open(Config config, String service, TaskGroup timers) {
    TransportMetrics metrics = new TransportMetrics(Metrics.ofProcess(), service);
    Shown fresh = new Shown(Transport.open(config), metrics);
    open = Optional.of(fresh);
    timers.addTimer("transport-metrics", INTERVAL, fresh::observe);
  }

  synchronized Optional<Transport> get() {
    return open.map(Shown::transport);
  }

  /// Does nothing if it is not open.
  @Override
  public synchronized void close() {
    open.ifPresent(Shown::close);
    open = Optional.empty();
  }
}
