package dev.perennial.daemon;

import dev.perennial.config.Config;
import dev.perennial.rpc.Transport;
import java.util.Optional;

/// The way of a service to the message bus, open from its start to its end; what is cut off at the
/// end may still send its replies.
///
/// Thread-safe.
final class ServiceTransport implements AutoCloseable {

  // CLOSED ──open──► OPEN ──leave──► LEFT ──close──► CLOSED ◄──close── OPEN; open also leads from
  // LEFT to OPEN and closes the one that was left. The service causes the transitions, the monitor
  // guards both fields.
  private Optional<Transport> open = Optional.empty();
  private Optional<Transport> left = Optional.empty();

  /// Opens the transport that the options name.
  ///
  /// @param service for which it is shown in the metrics
  void open(Config config, String service) {
    close();
    MeasuredTransport fresh = MeasuredTransport.open(config, service);
    fresh.measure();
    use(fresh);
  }

  private synchronized void use(Transport fresh) {
    open = Optional.of(fresh);
  }

  /// Empty also when it was left.
  synchronized Optional<Transport> get() {
    return open;
  }

  /// The service uses it no more, but for replies.
  synchronized void leave() {
    if (open.isPresent()) {
      left = open;
      open = Optional.empty();
    }
  }

  /// What closes the one that is open now, whenever that is; does nothing if that was closed, also
  /// when another one was opened since.
  synchronized Runnable closingThis() {
    return open.or(() -> left).map(now -> (Runnable) () -> close(now)).orElse(() -> {});
  }

  /// Closes one that was left. Does nothing if the service uses it.
  void closeLeft() {
    takeLeft().ifPresent(Transport::close);
  }

  /// Does nothing if it is not open.
  @Override
  public void close() {
    leave();
    closeLeft();
  }

  private void close(Transport one) {
    take(one).ifPresent(Transport::close);
  }

  // There is one at a time.
  private synchronized Optional<Transport> take(Transport one) {
    Optional<Transport> taken = open.or(() -> left).filter(one::equals);
    if (taken.isPresent()) {
      open = Optional.empty();
      left = Optional.empty();
    }
    return taken;
  }

  // To close it takes a while, in which others look at it.
  private synchronized Optional<Transport> takeLeft() {
    Optional<Transport> last = left;
    left = Optional.empty();
    return last;
  }
}
