package dev.perennial.http;

import dev.perennial.schedule.Deadline;
import dev.perennial.service.BoundSocket;
import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The sockets of a server, and who accepts on them: lent by somebody else, or bound at every start
/// and closed at its end.
///
/// Thread-safe; the server sees to the order of the calls.
final class Listeners {

  private static final Logger LOG = System.getLogger("dev.perennial.http");

  private final ReentrantLock lock = new ReentrantLock();

  // WANTED ──bind──► LENT
  //      └──open──► OWN ──closeOwn──► CLOSED ──open──► OWN
  // WANTED: addresses and nothing else. LENT, for good: somebody else owns the sockets. CLOSED: the
  // addresses keep the ports that they had. The driver of the server causes all transitions but
  // the one to CLOSED, which stop() may cause in any thread. Guarded by the lock.
  private List<ListenAddress> addresses;
  private List<Acceptor> acceptors = List.of();
  private List<OwnSocket> own = List.of();
  private boolean lent;

  Listeners(List<ListenAddress> wanted) {
    this.addresses = List.copyOf(wanted);
  }

  /// Takes sockets that somebody else owns.
  ///
  /// @throws IllegalArgumentException if there is not one for each address
  void bind(List<BoundSocket> sockets) {
    lock.lock();
    try {
      if (sockets.size() != addresses.size()) {
        throw new IllegalArgumentException(
            sockets.size() + " sockets for " + addresses.size() + " addresses");
      }
      take(sockets);
      lent = true;
    } finally {
      lock.unlock();
    }
  }

  /// Binds sockets, unless they are lent.
  void open() throws IOException {
    lock.lock();
    try {
      if (!lent) {
        own = bound();
        take(own);
      }
    } finally {
      lock.unlock();
    }
  }

  private List<OwnSocket> bound() throws IOException {
    List<OwnSocket> sockets = new ArrayList<>();
    try {
      for (ListenAddress address : addresses) {
        sockets.add(OwnSocket.bind(address));
      }
    } catch (IOException | RuntimeException failure) {
      sockets.forEach(OwnSocket::close);
      throw failure;
    }
    return List.copyOf(sockets);
  }

  // With the addresses, so that a restart takes the same ports again.
  private void take(List<? extends BoundSocket> sockets) {
    addresses = sockets.stream().map(BoundSocket::address).toList();
    acceptors = sockets.stream().map(Acceptor::new).toList();
  }

  /// Closes the sockets that are not lent, each of them once: another program may have its path by
  /// the second time.
  void closeOwn() {
    lock.lock();
    try {
      own.forEach(OwnSocket::close);
      own = List.of();
    } finally {
      lock.unlock();
    }
  }

  /// Where they are; with the ports that were taken once they are bound.
  List<ListenAddress> addresses() {
    lock.lock();
    try {
      return addresses;
    } finally {
      lock.unlock();
    }
  }

  /// Begins to accept.
  ///
  /// @param to takes each connection; must not block
  void accept(Consumer<SocketChannel> to) {
    acceptors().forEach(acceptor -> acceptor.start(to));
  }

  /// Stops accepting, as far as that is possible in time.
  void leave(Deadline deadline) throws InterruptedException {
    for (Acceptor acceptor : acceptors()) {
      if (!acceptor.leave(deadline.remaining())) {
        LOG.log(
            Level.WARNING,
            "still accepting on {0}: others took every nudge, going on with the next step",
            acceptor.name());
      }
    }
  }

  /// Gives connections to nobody until somebody accepts again.
  void detach() {
    acceptors().forEach(Acceptor::detach);
  }

  private List<Acceptor> acceptors() {
    lock.lock();
    try {
      return acceptors;
    } finally {
      lock.unlock();
    }
  }
}
