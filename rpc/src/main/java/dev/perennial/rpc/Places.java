package dev.perennial.rpc;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/// The places of a server, who has them, and who has left his and is owed something still. The lock
/// of [RunningRequests] guards all of it.
final class Places {

  // More than the replies that a transport keeps for callers without a queue, both of them.
  private static final int OWED_PER_PLACE = 4;
  private static final int LEAST_OWED = 256;

  private final Set<BegunRequest> begun = new LinkedHashSet<>();
  private final int limit;
  private int taken;
  // Those of them whose methods have ended.
  private int owed;

  /// @param limit how many there are
  Places(int limit) {
    this.limit = limit;
  }

  int limit() {
    return limit;
  }

  boolean isOneFree() {
    return taken < limit;
  }

  void take(BegunRequest fresh) {
    begun.add(fresh);
    taken++;
  }

  /// Its method has ended. Its place is free, unless very many are owed something.
  void owe(BegunRequest current) {
    current.owe();
    owed++;
    if (hasRoomForOwed()) {
      leave(current);
    }
  }

  /// Nothing is left to do for it.
  ///
  /// @return false if that was so before
  boolean end(BegunRequest current) {
    leave(current);
    boolean last = begun.remove(current);
    if (owed > 0 && hasRoomForOwed()) {
      begun.stream().filter(BegunRequest::isOwedInPlace).findFirst().ifPresent(this::leave);
    }
    return last;
  }

  /// Gives the place of a request to others. Does nothing if it has none.
  void leave(BegunRequest current) {
    if (current.isOwedInPlace()) {
      owed--;
    }
    if (current.leavePlace()) {
      taken--;
    }
  }

  /// How many have begun and not ended.
  int begun() {
    return begun.size();
  }

  /// Those, in the order in which they began.
  Stream<BegunRequest> all() {
    return begun.stream();
  }

  private boolean hasRoomForOwed() {
    return begun.size() - taken < Math.max(OWED_PER_PLACE * limit, LEAST_OWED);
  }
}
