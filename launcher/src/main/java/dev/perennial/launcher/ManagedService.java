package dev.perennial.launcher;

import dev.perennial.config.ConfigChange;
import dev.perennial.process.ListeningSocket;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Ticker;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.ListeningService;
import dev.perennial.service.Replacement;
import dev.perennial.service.Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The supervisor's view of one service: its sockets and the slots of its workers.
///
/// The service object is only asked what it is and what it needs; it is started in workers alone.
///
/// Owned by the supervisor's thread.
final class ManagedService {

  private final String name;
  private final Service service;
  private final List<WorkerSlot> slots;
  private final List<ListeningSocket> listeners = new ArrayList<>();
  private int changedIn;

  ManagedService(String name, Service service, int workers, Ticker ticker) {
    this.name = name;
    this.service = service;
    this.slots =
        IntStream.range(0, workers).mapToObj(n -> new WorkerSlot(this, n, ticker)).toList();
  }

  /// @return whether all are bound; not if somebody wants the program to end meanwhile
  boolean bindListeners(BindAttempts attempts) throws IOException, InterruptedException {
    if (service instanceof ListeningService listening) {
      for (ListenAddress address : listening.listenAddresses()) {
        Optional<ListeningSocket> bound = attempts.bind(address);
        if (bound.isEmpty()) {
          return false;
        }
        listeners.add(bound.get());
      }
    }
    return true;
  }

  String name() {
    return name;
  }

  Replacement replacement() {
    return service.replacement();
  }

  /// A generation begins with a change of the configuration. Who can be replaced by a successor
  /// always is, and is not asked what it reads.
  void begins(int generation, ConfigChange change) {
    if (replacement() == Replacement.EXCLUSIVE
        && service.optionGroups().stream().anyMatch(change::touches)) {
      changedIn = generation;
    }
  }

  /// Of an exclusive service: the first generation whose workers have the values in force.
  int changedIn() {
    return changedIn;
  }

  List<WorkerSlot> slots() {
    return slots;
  }

  List<ListeningSocket> listeners() {
    return listeners;
  }

  boolean isReady() {
    return slots.stream().allMatch(WorkerSlot::isReady);
  }

  boolean isEmpty() {
    return slots.stream().allMatch(WorkerSlot::isEmpty);
  }

  Stream<WorkerHandle> workers() {
    return slots.stream().flatMap(WorkerSlot::workers);
  }

  /// The service in words, for the log.
  String describe() {
    String workers = slots.size() == 1 ? "1 worker" : slots.size() + " workers";
    return name + ": " + workers + (listeners.isEmpty() ? "" : ", listening on " + listeners);
  }

  RunningService running() {
    return new RunningService(
        name, slots.size(), listeners.stream().map(l -> l.address().text()).toList());
  }

  /// Refuses connections from now on, once the workers have taken those that wait. Blocks; not for
  /// the supervisor's thread.
  void shutListeners(Deadline deadline) {
    try {
      ListeningSocket.shutWhenQueuesAreEmpty(listeners, deadline);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  void closeListeners() {
    listeners.forEach(ListeningSocket::close);
  }
}
