package dev.perennial.rpc;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which notifications a listener wants.
///
/// @param targets exchanges and topics
/// @param priorities at least one
/// @param pool the name of the queue that listeners of one purpose share, beside other purposes
///   that get the same notifications; empty means the queues of the topics themselves
/// @param window the most notifications that are delivered and not settled; a broker may count them
///   for each queue
public record NotificationInterest(
    List<Target> targets, Set<Priority> priorities, Optional<String> pool, int window) {}
