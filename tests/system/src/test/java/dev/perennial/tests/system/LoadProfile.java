package dev.perennial.tests.system;

import java.time.Duration;
import java.util.List;

/// What load to make.
///
/// @param targets each gets all groups of clients
/// @param groups the clients for one target
/// @param seed of everything random; each client has a stream of its own
/// @param mostRequests ends the load
/// @param longest ends the load
/// @param patience how long one request may take, connecting included
/// @param slowPercent share of the requests that go to a slow handler
/// @param slowestMillis how slow that handler is at most
/// @param largestBody the most bytes of a body, sent and echoed
record LoadProfile(
    List<Target> targets,
    List<Group> groups,
    long seed,
    long mostRequests,
    Duration longest,
    Duration patience,
    int slowPercent,
    int slowestMillis,
    int largestBody) {

  static final int LARGEST_BODY = 64 * 1024;

  /// Clients of one kind.
  ///
  /// @param keepsAlive whether a client uses a connection until it is told to close it; otherwise
  ///   each request has a connection of its own
  /// @param clients how many
  /// @param shortestThink the shortest pause in milliseconds before a request; each is random
  /// @param longestThink the longest one
  record Group(boolean keepsAlive, int clients, int shortestThink, int longestThink) {

    static Group keepingAlive(int clients, int longestThink) {
      return new Group(true, clients, 0, longestThink);
    }

    static Group oneShot(int clients, int longestThink) {
      return new Group(false, clients, 0, longestThink);
    }
  }

  LoadProfile {
    targets = List.copyOf(targets);
    groups = List.copyOf(groups);
  }

  /// Endless until it is stopped, but for ten minutes.
  static LoadProfile on(List<Target> targets, Group... groups) {
    return new LoadProfile(
        targets,
        List.of(groups),
        Form.seed(),
        Long.MAX_VALUE,
        Duration.ofMinutes(10),
        Duration.ofSeconds(20),
        5,
        200,
        LARGEST_BODY);
  }

  /// The usual mixture: some clients never pause, others pause across the second after which a
  /// draining server closes a quiet connection.
  static LoadProfile mixed(List<Target> targets) {
    return on(
        targets,
        Group.keepingAlive(1, 0),
        Group.keepingAlive(4, 1500),
        Group.keepingAlive(2, 30),
        Group.oneShot(1, 0),
        Group.oneShot(2, 30));
  }

  LoadProfile withRequests(long most) {
    return new LoadProfile(
        targets, groups, seed, most, longest, patience, slowPercent, slowestMillis, largestBody);
  }

  LoadProfile withPatience(Duration limit) {
    return new LoadProfile(
        targets,
        groups,
        seed,
        mostRequests,
        longest,
        limit,
        slowPercent,
        slowestMillis,
        largestBody);
  }

  LoadProfile withLongest(Duration limit) {
    return new LoadProfile(
        targets,
        groups,
        seed,
        mostRequests,
        limit,
        patience,
        slowPercent,
        slowestMillis,
        largestBody);
  }

  LoadProfile withSlow(int percent, int slowest) {
    return new LoadProfile(
        targets, groups, seed, mostRequests, longest, patience, percent, slowest, largestBody);
  }

  LoadProfile withBodies(int largest) {
    return new LoadProfile(
        targets,
        groups,
        seed,
        mostRequests,
        longest,
        patience,
        slowPercent,
        slowestMillis,
        largest);
  }

  int clients() {
    return targets.size() * groups.stream().mapToInt(Group::clients).sum();
  }
}
