package dev.perennial.http;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Tells when every connection that was queued at a moment has been taken, by us or by another
/// process that shares the socket. The kernel does not say how many wait, so it is concluded.
///
/// The queue keeps its order: whoever takes a [Nudge] that was made afterwards has everything
/// before it behind itself. Others may take all of them, and clients of a UNIX socket look alike;
/// then an accept that took long has to do as a sign of an empty queue. Once is no proof, for a
/// thread that got no processor takes long too; twice in a row is taken for one. And as many as the
/// queue can hold are all that can have been there.
///
/// Not safe for threads: its [Acceptor] guards it.
final class Backlog {

  private static final long WAITED_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int PROOF = 2;

  private final int capacity;
  private final Set<SocketAddress> nudges = new HashSet<>();
  private boolean nudgeTaken;
  private int taken;
  private int waitsInARow;

  Backlog(int capacity) {
    this.capacity = capacity;
  }

  /// From now on the question is what is queued now.
  void begin() {
    nudges.clear();
    nudgeTaken = false;
    taken = 0;
    waitsInARow = 0;
  }

  /// Notes where a nudge comes from.
  void nudged(SocketAddress from) {
    if (!(from instanceof UnixDomainSocketAddress)) {
      nudges.add(from);
    }
  }

  /// Notes that a connection has been taken.
  ///
  /// @param from the client
  /// @param nanos how long the accept took
  void taken(SocketAddress from, long nanos) {
    taken++;
    waitsInARow = nanos < WAITED_NANOS ? 0 : waitsInARow + 1;
    nudgeTaken |= nudges.contains(from);
  }

  boolean allTaken() {
    return nudgeTaken || waitsInARow >= PROOF || taken >= capacity;
  }
}
