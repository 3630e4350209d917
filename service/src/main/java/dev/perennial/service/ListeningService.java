package dev.perennial.service;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A service that accepts connections on sockets which its launcher binds.
///
/// The addresses are known without starting the service, so that a supervisor can bind them once
/// and share them with all workers.
public interface ListeningService extends Service {

  /// Where to listen. Called once, before any start.
  ///
  /// @return the addresses, in the order in which [#bind(List)] gets the sockets
  List<ListenAddress> listenAddresses();

  /// Hands over the sockets. Called once, before the first [#start()].
  ///
  /// @param sockets one for each address, in the same order; the launcher goes on owning them
  void bind(List<BoundSocket> sockets);

  /// When the certificate ends that the service proves its identity with, for its operators. May be
  /// called by any thread, at any time.
  ///
  /// @return the moment; nothing if the service has no certificate
  default Optional<Instant> certificateEnd() {
    return Optional.empty();
  }
}
