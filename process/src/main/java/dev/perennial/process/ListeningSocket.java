package dev.perennial.process;

import dev.perennial.schedule.Deadline;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.SocketFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A listening socket as its owner sees it: the supervisor, or the only process of a program.
///
/// The owner never accepts on it in a supervisor: it hands the descriptor to workers and keeps the
/// socket open while they come and go, so that clients wait in the queue and are never refused.
///
/// Thread-safe, because the wait for an empty queue is left to another thread than the launcher's,
/// which may have to end everything meanwhile.
public final class ListeningSocket implements AutoCloseable {

  /// The most bytes that the path of a UNIX socket may have.
  public static final int MAX_UNIX_PATH = SocketFile.MAX_PATH;

  private static final Logger LOG = System.getLogger("dev.perennial.process");

  // Workers take a queued connection within microseconds; 5 ms between looks costs nothing.
  private static final Duration LOOK = Duration.ofMillis(5);

  private final ListenAddress address;
  private final int descriptor;
  private final SocketFile file;
  private final Owner owner;

  // OPEN ──turnAway──► EMPTYING ──shut──► SHUT ──close──► CLOSED
  //   └────────────────────shut────────────▲
  // EMPTYING: the queue takes nobody new. A close of one that is not shut shuts it first.
  // Any thread may cause them; guarded by the monitor.
  private boolean shut;
  private boolean closed;

  /// Whose socket it is.
  private enum Owner {
    /// It ends with the program.
    THIS_PROGRAM,
    /// It outlives the program; clients wait in its queue for the next one.
    SYSTEMD
  }

  ListeningSocket(ListenAddress address, int descriptor, SocketFile file) {
    this(address, descriptor, file, Owner.THIS_PROGRAM);
  }

  private ListeningSocket(ListenAddress address, int descriptor, SocketFile file, Owner owner) {
    this.address = address;
    this.descriptor = descriptor;
    this.file = file;
    this.owner = owner;
  }

  /// One that systemd has bound.
  static ListeningSocket activated(ListenAddress address, int descriptor) {
    return new ListeningSocket(address, descriptor, SocketFile.NONE, Owner.SYSTEMD);
  }

  /// Binds and listens.
  ///
  /// @param address where
  /// @return the socket
  /// @throws IOException in words for an operator: the address, what is wrong with it, what to do
  public static ListeningSocket bind(ListenAddress address) throws IOException {
    return switch (address) {
      case ListenAddress.Tcp tcp -> SocketBinder.bind(tcp);
      case ListenAddress.Unix unix -> SocketBinder.bind(unix);
    };
  }

  /// The address, with the port that was taken where any was allowed, and the number of a host that
  /// was named.
  ///
  /// @return the address
  public ListenAddress address() {
    return address;
  }

  /// The descriptor to hand to a child. It is not inherited by itself.
  ///
  /// @return the number
  public int descriptor() {
    return descriptor;
  }

  /// Ends accepting for good, in all processes that share the sockets: lets nobody new into any of
  /// the queues, waits until each is empty because the workers have taken what was in it, and who
  /// was on the way into it, then refuses connections and wakes whoever is blocked in accept.
  ///
  /// @param sockets all that end together
  /// @param deadline how long to wait for empty queues at most, for all of them together
  /// @throws InterruptedException if the thread is interrupted; the sockets are shut nevertheless
  public static void shutWhenQueuesAreEmpty(List<ListeningSocket> sockets, Deadline deadline)
      throws InterruptedException {
    List<ListeningSocket> open = new ArrayList<>(sockets);
    try {
      open.forEach(ListeningSocket::turnAway);
      open.removeIf(ListeningSocket::shutIfEmpty);
      while (!open.isEmpty() && !deadline.passed()) {
        Thread.sleep(LOOK);
        open.removeIf(ListeningSocket::shutIfEmpty);
      }
    } finally {
      open.forEach(ListeningSocket::shut);
    }
  }

  private boolean shutIfEmpty() {
    boolean empty = owner == Owner.SYSTEMD || !hasClients();
    if (empty) {
      shut();
    }
    return empty;
  }

  // A connection that came between the last look at the queue and the end would be reset, although
  // its client believes that it was accepted.
  synchronized void turnAway() {
    if (shut || owner == Owner.SYSTEMD) {
      return;
    }
    file.delete();
    try {
      if (address instanceof ListenAddress.Tcp) {
        SocketFilter.letNobodyConnect(descriptor);
      }
    } catch (IOException refused) {
      LOG.log(Level.DEBUG, "{0} cannot turn clients away: {1}", address.text(), refused);
    }
  }

  // In the queue, or on the way into it. Who gets there between the first two looks is found by the
  // third.
  private boolean hasClients() {
    return hasWaiting() || hasHandshake() || hasWaiting();
  }

  private synchronized boolean hasWaiting() {
    try {
      return !shut && LibC.isReadable(descriptor);
    } catch (IOException failure) {
      LOG.log(Level.WARNING, "cannot look at the queue of {0}: {1}", address.text(), failure);
      return false;
    }
  }

  // The list of a machine with many connections is long; nobody else has to wait meanwhile.
  private boolean hasHandshake() {
    try {
      return !isShut()
          && address instanceof ListenAddress.Tcp tcp
          && TcpTable.hasHandshake(tcp.port());
    } catch (IOException unreadable) {
      LOG.log(Level.DEBUG, "cannot look for handshakes of {0}: {1}", address.text(), unreadable);
      return false;
    }
  }

  private synchronized boolean isShut() {
    return shut;
  }

  /// Refuses new connections from now on, whatever waits in the queue.
  public synchronized void shut() {
    if (shut) {
      return;
    }
    shut = true;
    if (owner == Owner.SYSTEMD) {
      return;
    }
    file.delete();
    try {
      LibC.shutdownReading(descriptor);
    } catch (IOException failure) {
      LOG.log(Level.WARNING, "cannot shut {0}: {1}", address.text(), failure.getMessage());
    }
  }

  /// Shuts the socket, removes its file and gives the descriptor back.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    shut();
    closed = true;
    try {
      LibC.close(descriptor);
    } catch (IOException failure) {
      LOG.log(Level.WARNING, "cannot close {0}: {1}", address.text(), failure.getMessage());
    }
  }

  @Override
  public String toString() {
    return address.text();
  }
}
