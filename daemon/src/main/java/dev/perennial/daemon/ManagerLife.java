package dev.perennial.daemon;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The manager of a service, from when it is made. Who asks for it first makes it, which only the
/// process that runs the service does: the others have no use for it, and start sooner without.
///
/// Its constructor is of the program and may take any time, so only who needs the manager waits for
/// it: not who stops the service, nor who looks at it.
///
/// Thread-safe.
final class ManagerLife {

  // OFF ──enter()──► AWAITED ──made──► RUNS
  //  ▲                  │                │
  //  └─────leave()──────┴────leave()─────┘
  // AWAITED: the start makes the manager. RUNS: it has to be stopped. The thread of the start
  // enters, any thread leaves.
  private enum State {
    OFF,
    AWAITED,
    RUNS
  }

  private final Supplier<Manager> maker;
  private final ReentrantLock making = new ReentrantLock();
  private final AtomicReference<State> state = new AtomicReference<>(State.OFF);
  // Written with the lock held.
  private volatile Optional<Manager> made = Optional.empty();

  ManagerLife(Supplier<Manager> maker) {
    this.maker = maker;
  }

  /// The manager, which is made now if it was not.
  Manager get() {
    making.lock();
    try {
      if (made.isEmpty()) {
        made = Optional.of(maker.get());
      }
      return made.get();
    } finally {
      making.unlock();
    }
  }

  /// The manager; nothing as long as it is not made.
  Optional<Manager> ifMade() {
    return made;
  }

  /// Makes the manager, for a start, and has it run.
  ///
  /// @throws IllegalStateException if the service was stopped meanwhile
  Manager enter() {
    state.set(State.AWAITED);
    Manager manager = get();
    if (!state.compareAndSet(State.AWAITED, State.RUNS)) {
      throw new IllegalStateException("stopped while its manager was made");
    }
    return manager;
  }

  /// Tells a start that it was ended meanwhile.
  ///
  /// @throws IllegalStateException if the manager does not run any more
  void requireRunning() {
    if (state.get() != State.RUNS) {
      throw new IllegalStateException("stopped while it started");
    }
  }

  /// Has it run no more.
  ///
  /// @return the manager, if it ran
  Optional<Manager> leave() {
    return state.getAndSet(State.OFF) == State.RUNS ? made : Optional.empty();
  }
}
