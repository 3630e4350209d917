package dev.perennial.rpc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Queues in memory, what is bound to which key, and consumers that take turns.
///
/// Thread-safe. Consumers are called by the thread that publishes or settles, outside the lock.
///
/// @param <M> the messages
final class MemoryExchange<M> {

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Queue<M>> queues = new HashMap<>();
  private final Map<String, Set<String>> bindings = new HashMap<>();

  private static final class Queue<M> {
    final Deque<M> ready = new ArrayDeque<>();
    final Deque<MemoryConsumer<M>> consumers = new ArrayDeque<>();
  }

  /// One message in the hands of a consumer; two are never equal.
  static final class Delivered<M> {
    final M message;
    final String queue;

    Delivered(M message, String queue) {
      this.message = message;
      this.queue = queue;
    }
  }

  /// Makes sure that a queue exists and gets what is published under a key.
  void bind(String queue, String key) {
    lock.lock();
    try {
      queues.computeIfAbsent(queue, _ -> new Queue<>());
      bindings.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(queue);
    } finally {
      lock.unlock();
    }
  }

  /// Forgets a queue and what is in it.
  void delete(String queue) {
    lock.lock();
    try {
      queues.remove(queue);
      bindings.values().forEach(bound -> bound.remove(queue));
    } finally {
      lock.unlock();
    }
  }

  /// Puts a message into every queue of a key.
  ///
  /// @return false if there is none
  boolean publish(String key, M message) {
    Collection<String> bound;
    lock.lock();
    try {
      bound = List.copyOf(bindings.getOrDefault(key, Set.of()));
      bound.forEach(queue -> queues.getOrDefault(queue, new Queue<>()).ready.add(message));
    } finally {
      lock.unlock();
    }
    bound.forEach(this::dispatch);
    return !bound.isEmpty();
  }

  void subscribe(MemoryConsumer<M> consumer, Collection<String> from) {
    lock.lock();
    try {
      from.forEach(
          queue -> queues.computeIfAbsent(queue, _ -> new Queue<>()).consumers.add(consumer));
    } finally {
      lock.unlock();
    }
    from.forEach(this::dispatch);
  }

  void unsubscribe(MemoryConsumer<M> consumer) {
    lock.lock();
    try {
      queues.values().forEach(queue -> queue.consumers.remove(consumer));
    } finally {
      lock.unlock();
    }
  }

  /// A consumer has settled a message and may get the next one.
  ///
  /// @return false if the message was not the consumer's any more
  boolean settled(MemoryConsumer<M> consumer, Delivered<M> delivered, boolean requeue) {
    lock.lock();
    try {
      if (!consumer.unsettled.remove(delivered)) {
        return false;
      }
      Queue<M> queue = queues.get(delivered.queue);
      if (requeue && queue != null) {
        queue.ready.addFirst(delivered.message);
      }
    } finally {
      lock.unlock();
    }
    consumer.queues.forEach(this::dispatch);
    return true;
  }

  /// Puts back whatever a consumer has not settled.
  void giveBack(MemoryConsumer<M> consumer) {
    List<Delivered<M>> rest;
    lock.lock();
    try {
      rest = new ArrayList<>(consumer.unsettled);
    } finally {
      lock.unlock();
    }
    rest.reversed().forEach(delivered -> settled(consumer, delivered, true));
  }

  private void dispatch(String queue) {
    Map<Delivered<M>, MemoryConsumer<M>> given = new LinkedHashMap<>();
    lock.lock();
    try {
      Queue<M> from = queues.get(queue);
      while (from != null && !from.ready.isEmpty() && give(from, queue, given)) {}
    } finally {
      lock.unlock();
    }
    given.forEach((delivered, consumer) -> consumer.deliver.accept(delivered));
  }

  // Called with the lock held. Whoever got one goes to the end of the row.
  private boolean give(Queue<M> from, String queue, Map<Delivered<M>, MemoryConsumer<M>> given) {
    for (MemoryConsumer<M> consumer : from.consumers) {
      if (consumer.unsettled.size() < consumer.window) {
        Delivered<M> delivered = new Delivered<>(from.ready.remove(), queue);
        consumer.unsettled.add(delivered);
        given.put(delivered, consumer);
        from.consumers.remove(consumer);
        from.consumers.add(consumer);
        return true;
      }
    }
    return false;
  }

  /// Someone who takes messages from queues. Its sets are guarded by the lock of the exchange.
  static final class MemoryConsumer<M> {
    final Set<Delivered<M>> unsettled = new LinkedHashSet<>();
    final Collection<String> queues;
    final int window;
    final Consumer<Delivered<M>> deliver;

    MemoryConsumer(Collection<String> queues, int window, Consumer<Delivered<M>> deliver) {
      this.queues = List.copyOf(queues);
      this.window = window;
      this.deliver = deliver;
    }
  }
}
