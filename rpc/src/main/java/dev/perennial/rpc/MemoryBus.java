package dev.perennial.rpc;

import dev.perennial.schedule.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// What the in-memory transports of one name share: the part of the broker.
///
/// A bus lives as long as the process; its queues are as small as what is in them.
final class MemoryBus {

  private static final ConcurrentHashMap<String, MemoryBus> BUSES = new ConcurrentHashMap<>();

  final MemoryExchange<Message> requests = new MemoryExchange<>();
  final MemoryExchange<Notification> notifications = new MemoryExchange<>();

  /// One request on its way. A class, so that two that say the same are not equal.
  static final class Message {
    final RpcRequest request;
    final Deadline deadline;
    final Optional<Duration> monitor;
    final Optional<Consumer<Reply>> caller;

    Message(
        RpcRequest request,
        Deadline deadline,
        Optional<Duration> monitor,
        Optional<Consumer<Reply>> caller) {
      this.request = request;
      this.deadline = deadline;
      this.monitor = monitor;
      this.caller = caller;
    }
  }

  static MemoryBus named(String name) {
    return BUSES.computeIfAbsent(name, _ -> new MemoryBus());
  }
}
