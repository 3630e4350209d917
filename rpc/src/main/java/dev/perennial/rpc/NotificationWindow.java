package dev.perennial.rpc;

import dev.perennial.schedule.Failures;
import dev.perennial.schedule.Timers;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The places of a listener: so many notifications are worked on at a time, whatever queues they
/// come from. What the transport delivers ahead waits.
///
/// Thread-safe.
final class NotificationWindow {

  private static final System.Logger LOG = System.getLogger("dev.perennial.rpc.notification");
  private static final Duration PAUSE = Duration.ofSeconds(1);

  // CLOSED ──open──► OPEN ──leave──► LEFT ──close──► CLOSED ◄──close── OPEN
  // The listener causes the transitions; the lock makes each one step.
  // LEFT: no more is delivered, so what waits goes back, and what still comes. CLOSED: the consumer
  // may still be there, and what was given back would come again at once; so its end does that.
  private enum State {
    OPEN,
    LEFT,
    CLOSED
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<IncomingNotification> waiting = new ArrayDeque<>();
  private final Consumer<IncomingNotification> work;
  private final Consumer<Runnable> threads;
  private final Timers timers;
  private final int places;
  private State state = State.CLOSED;
  private int taken;

  /// @param places how many are worked on at a time
  /// @param work what is done with each
  /// @param threads runs that on a thread, or throws if there is none
  NotificationWindow(
      int places, Consumer<IncomingNotification> work, Consumer<Runnable> threads, Timers timers) {
    this.places = places;
    this.work = work;
    this.threads = threads;
    this.timers = timers;
  }

  /// Works on what comes from now on; on nothing else, or not any more.
  void open() {
    lock.lock();
    try {
      waiting.clear();
      taken = 0;
      state = State.OPEN;
    } finally {
      lock.unlock();
    }
  }

  /// Has a notification worked on, now or when there is a place.
  void offer(IncomingNotification incoming) {
    boolean late;
    Optional<IncomingNotification> placed = Optional.empty();
    lock.lock();
    try {
      late = state == State.LEFT;
      if (state == State.OPEN) {
        waiting.add(incoming);
        placed = next();
      }
    } finally {
      lock.unlock();
    }
    if (late) {
      incoming.requeue();
    }
    start(placed);
  }

  /// The consumer is gone: gives back what waits, and what still comes.
  void leave() {
    List<IncomingNotification> rest = List.of();
    lock.lock();
    try {
      // It may have been closed meanwhile, and opened again.
      if (state == State.OPEN) {
        state = State.LEFT;
        rest = List.copyOf(waiting);
        waiting.clear();
      }
    } finally {
      lock.unlock();
    }
    rest.forEach(IncomingNotification::requeue);
  }

  /// Begins nothing more. The end of the subscription gives back what waits.
  void close() {
    lock.lock();
    try {
      state = State.CLOSED;
      waiting.clear();
    } finally {
      lock.unlock();
    }
  }

  // Called with the lock held. Returns the one that gets a place, if there are both.
  private Optional<IncomingNotification> next() {
    if (state != State.OPEN || taken >= places || waiting.isEmpty()) {
      return Optional.empty();
    }
    taken++;
    return Optional.of(waiting.remove());
  }

  private Optional<IncomingNotification> afterOneLeft() {
    lock.lock();
    try {
      taken--;
      return next();
    } finally {
      lock.unlock();
    }
  }

  private void start(Optional<IncomingNotification> placed) {
    Optional<IncomingNotification> next = placed;
    while (next.isPresent()) {
      next = startOrGiveBack(next.get());
    }
  }

  // Returns the one that gets the place if there is no thread. The JDK may say so of a thread that
  // has begun nevertheless; so whoever comes first has it.
  private Optional<IncomingNotification> startOrGiveBack(IncomingNotification incoming) {
    AtomicBoolean claimed = new AtomicBoolean();
    try {
      threads.accept(() -> {
        if (claimed.compareAndSet(false, true)) {
          run(incoming);
        }
      });
      return Optional.empty();
    } catch (Throwable noThread) {
      if (!claimed.compareAndSet(false, true)) {
        return Optional.empty();
      }
      giveBack(incoming, noThread);
      return afterOneLeft();
    }
  }

  private void run(IncomingNotification incoming) {
    try {
      work.accept(incoming);
    } finally {
      start(afterOneLeft());
    }
  }

  private void giveBack(IncomingNotification incoming, Throwable noThread) {
    switch (stateNow()) {
      case OPEN -> giveBackLater(incoming, noThread);
      case LEFT -> incoming.requeue();
      case CLOSED -> {}
    }
  }

  // Not at once: it may come again to this listener, and a broker counts how often it does.
  private void giveBackLater(IncomingNotification incoming, Throwable noThread) {
    LOG.log(
        Level.ERROR,
        "no thread for notification "
            + incoming.notification().eventType()
            + ", which goes back: "
            + Failures.inWords(noThread));
    try {
      timers.after(PAUSE, incoming::requeue);
    } catch (Throwable noTimer) {
      incoming.requeue();
    }
  }

  private State stateNow() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }
}
