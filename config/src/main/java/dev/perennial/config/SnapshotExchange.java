package dev.perennial.config;

import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The snapshot in force, which is exchanged for a candidate that was prepared against it.
///
/// Thread-safe. Readers take no lock and never wait. Exchanges come one after the other, and so do
/// the listeners that they call.
final class SnapshotExchange {
  private final Watchers watchers;

  /// Readers see the old value or the new one, and everything reachable from either is immutable.
  /// Written under the lock.
  private volatile BoundSnapshot current;

  /// Held while the snapshot is exchanged and the listeners are called, so that every listener
  /// hears of changes in their order.
  private final ReentrantLock lock = new ReentrantLock();

  // QUIET ──the snapshot is exchanged──► TELLING ──all listeners were called──► QUIET
  // The thread that commits causes both, with the lock held; so whoever gets the lock while it is
  // TELLING is a listener, and is sent away. Guarded by the lock.
  private boolean telling;

  /// What the files said of options that the last mutate could not change. Guarded by the lock.
  private Map<OptionKey, Object> named = Map.of();

  SnapshotExchange(BoundSnapshot first, Watchers watchers) {
    this.current = first;
    this.watchers = watchers;
  }

  BoundSnapshot current() {
    return current;
  }

  /// Prepares a candidate and commits it, without another exchange in between.
  ///
  /// @throws IllegalStateException in a listener
  ChangeResult prepareAndCommit(Supplier<Candidate> preparation) {
    begin();
    try {
      return commit(preparation.get());
    } catch (ConfigException refused) {
      return new Rejected(refused.errors());
    } finally {
      lock.unlock();
    }
  }

  /// Puts a candidate in force, and tells the listeners of every group that changed.
  ///
  /// @throws IllegalStateException if another one was committed since, or in a listener
  Mutated commit(Candidate candidate) {
    begin();
    try {
      if (current != candidate.base()) {
        throw new IllegalStateException(
            "prepared against generation %s, but %s is in force: prepare again"
                .formatted(
                    candidate.base().snapshot().generation(), current.snapshot().generation()));
      }
      current = candidate.next();
      return new Mutated(candidate.change(), newlyIgnored(candidate), tell(candidate));
    } finally {
      lock.unlock();
    }
  }

  private void begin() {
    lock.lock();
    if (telling) {
      lock.unlock();
      throw new IllegalStateException("a listener cannot change the configuration it is told of");
    }
  }

  private List<ListenerFailure> tell(Candidate candidate) {
    telling = true;
    try {
      return watchers.tell(candidate.base(), candidate.next());
    } finally {
      telling = false;
    }
  }

  /// Compares by value, because an edit above it moves a line without changing what it says.
  private List<ConfigChange.Change> newlyIgnored(Candidate candidate) {
    Map<OptionKey, Object> before = named;
    named =
        candidate.ignored().values().stream()
            .collect(Collectors.toUnmodifiableMap(v -> v.option().key(), Effective::value));
    return candidate
        .base()
        .changes(
            candidate.ignored().values().stream()
                .filter(value -> !value.value().equals(before.get(value.option().key()))));
  }
}
