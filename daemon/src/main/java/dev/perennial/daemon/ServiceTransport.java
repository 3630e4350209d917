package dev.perennial.daemon;

import dev.perennial.config.Config;
import dev.perennial.rpc.Transport;
import java.util.Optional;

/// The way of a service to the message bus, open from its start to its end.
///
/// Thread-safe.
final class ServiceTransport implements AutoCloseable {

  // Empty ──open──► there ──close──► empty. Guarded by the monitor.
  private Optional<Transport> open = Optional.empty();

  /// Opens the transport that the options name.
  ///
  /// @param service for which it is shown in the metrics
  synchronized void open(Config config, String service) {
    MeasuredTransport fresh = MeasuredTransport.open(config, service);
    fresh.measure();
    open = Optional.of(fresh);
  }

  synchronized Optional<Transport> get() {
    return open;
  }

  /// Does nothing if it is not open.
  @Override
  public synchronized void close() {
    open.ifPresent(Transport::close);
    open = Optional.empty();
  }
}
