package dev.perennial.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Something that runs once, on a virtual thread, for a [TaskGroup].
///
/// Thread-safe.
///
/// @param <T> what it gives
public final class Task<T> {

  // NEW ──its thread begins──► RUNNING ──returned, threw──► ENDED
  //  └─────────────────cancelled, stopped────────────────────▲
  // NEW lasts until the body is entered. ENDED: the outcome is known and the links are called. Any
  // thread may cancel or stop; the one that runs it, as a rule its own, causes the rest.
  private enum State {
    NEW,
    RUNNING,
    ENDED
  }

  private final String name;
  private final Callable<T> body;
  private final Consumer<Task<T>> leave;
  private final Ending<T> ending = new Ending<>();

  // Guarded by the monitor.
  private State state = State.NEW;
  private boolean stopWanted;
  private @Nullable Thread runner;
  private long runningSince;
  private Outcome<T> outcome = new Outcome.Running<>();
  private final List<Consumer<? super Task<T>>> links = new ArrayList<>();

  Task(String name, Callable<T> body, Consumer<Task<T>> leave) {
    this.name = name;
    this.body = body;
    this.leave = leave;
  }

  /// The name of the task, and of its thread.
  ///
  /// @return the name of the group, a hyphen, and the label it was started with
  public String name() {
    return name;
  }

  /// Prevents it from running if its body has not been entered yet.
  ///
  /// @return whether it never runs; false leaves it as it is
  public boolean cancel() {
    synchronized (this) {
      if (state != State.NEW) {
        return false;
      }
      state = State.ENDED;
      outcome = new Outcome.Stopped<>();
    }
    settle();
    return true;
  }

  /// Cancels it or, if it runs, interrupts it, unless it is the caller itself.
  public void stop() {
    if (cancel()) {
      return;
    }
    synchronized (this) {
      if (runner != null && runner != Thread.currentThread()) {
        stopWanted = true;
        runner.interrupt();
      }
    }
  }

  /// Has something called once the task has ended, on its thread and before it leaves its group; at
  /// once if it has ended already. An exception of the listener is logged.
  ///
  /// @param listener gets this task, whose [#outcome()] is known then
  public void link(Consumer<? super Task<T>> listener) {
    synchronized (this) {
      if (state != State.ENDED) {
        links.add(listener);
        return;
      }
    }
    call(listener);
  }

  /// How it stands.
  ///
  /// @return [Outcome.Running] until its end
  public synchronized Outcome<T> outcome() {
    return outcome;
  }

  /// Waits until it has ended, its links were called and it has left its group.
  ///
  /// @param deadline when to give up
  /// @return how it ended, or [Outcome.Running] at the deadline
  /// @throws InterruptedException if the calling thread is interrupted
  public Outcome<T> await(Deadline deadline) throws InterruptedException {
    return ending.await(deadline);
  }

  synchronized boolean isRunBy(Thread thread) {
    return runner == thread;
  }

  /// Nothing if it does not run.
  synchronized Optional<WorkInFlight> inFlight() {
    return Optional.ofNullable(runner)
        .map(thread ->
            new WorkInFlight(
                "task",
                name,
                Optional.empty(),
                Duration.ofNanos(System.nanoTime() - runningSince),
                Optional.of(thread)));
  }

  /// Runs the body on the calling thread.
  void run() {
    if (!begin()) {
      return;
    }
    Outcome<T> how = perform();
    synchronized (this) {
      runner = null;
      state = State.ENDED;
      outcome = how;
    }
    settle();
  }

  private synchronized boolean begin() {
    if (state != State.NEW) {
      return false;
    }
    state = State.RUNNING;
    runner = Thread.currentThread();
    runningSince = System.nanoTime();
    return true;
  }

  private Outcome<T> perform() {
    try {
      return new Outcome.Finished<>(body.call());
    } catch (Throwable failure) {
      if (failure instanceof InterruptedException && isStopWanted()) {
        return new Outcome.Stopped<>();
      }
      Failures.log(name, failure);
      return new Outcome.Failed<>(failure);
    }
  }

  private synchronized boolean isStopWanted() {
    return stopWanted;
  }

  private void settle() {
    List<Consumer<? super Task<T>>> listeners;
    Outcome<T> how;
    synchronized (this) {
      listeners = List.copyOf(links);
      how = outcome;
    }
    listeners.forEach(this::call);
    leave.accept(this);
    ending.set(how);
  }

  private void call(Consumer<? super Task<T>> listener) {
    try {
      listener.accept(this);
    } catch (Throwable failure) {
      Failures.log("a link of " + name, failure);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
