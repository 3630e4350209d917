package dev.perennial.schedule;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// The tasks and timers of one service. A task has a virtual thread of its own, a timer one for
/// each run.
///
/// Going down keeps the order that operators of `oslo.service` know: timers end first, so that they
/// start nothing new, then the tasks that run are waited for ([#drain(Deadline)]) or interrupted
/// ([#stop()]). A task or a timer may stop, drain and wait for its own group; it is not waited for
/// then.
///
/// Thread-safe. Tasks are user code and run outside the lock.
public final class TaskGroup implements InFlight.Source {

  // OPEN ──drain()──► DRAINING ──stop()──► STOPPED
  //   └──────────────────stop()───────────────┘
  // OPEN: tasks and timers are accepted. DRAINING: nothing new; timers have ended or leave after
  // the run they are in; tasks go on. STOPPED: everything was interrupted.
  // reopen() leads back to OPEN once nothing runs. Any thread may cause a transition; the lock
  // guards the state and the sets below.
  private enum State {
    OPEN,
    DRAINING,
    STOPPED
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Task<?>> tasks = new LinkedHashSet<>();
  private final Set<Loop<?>> timers = new LinkedHashSet<>();
  private final String name;
  private final Timers clock;
  private final int mostTasks;
  private final WhenFull whenFull;
  private final List<ScopedValue<?>> carried;
  private final ThreadFactory threads;
  private State state = State.OPEN;

  /// Creates an empty group without a limit, on the timers of the process.
  ///
  /// @param name prefix of the names of its threads
  public TaskGroup(String name) {
    this(named(name));
  }

  TaskGroup(TaskGroupBuilder builder) {
    this.name = builder.name;
    this.clock = builder.timers;
    this.mostTasks = builder.mostTasks;
    this.whenFull = builder.whenFull;
    this.carried = builder.carried;
    this.threads = builder.threads;
    InFlight.ofProcess().add(this);
  }

  /// Describes a group with a limit, with other timers, or one that carries scoped values.
  ///
  /// @param name prefix of the names of its threads
  /// @return a builder
  public static TaskGroupBuilder named(String name) {
    return new TaskGroupBuilder(name);
  }

  /// Runs a task on a virtual thread. An exception that leaves it is logged and ends only this
  /// task.
  ///
  /// @param label what the task does, for the name of its thread
  /// @param task what to run; it should end soon after its thread is interrupted
  /// @return the task, to wait for it or stop it alone
  /// @throws IllegalStateException if the group is going down, or is full and refuses more
  public Task<?> start(String label, Runnable task) {
    return start(
        label,
        () -> {
          task.run();
          return Boolean.TRUE;
        });
  }

  /// Runs a task that gives a value. See [#start(String, Runnable)].
  ///
  /// @param label what the task does, for the name of its thread
  /// @param task what to run; it should end soon after its thread is interrupted
  /// @param <T> the type of the value
  /// @return the task, to wait for its value or stop it alone
  /// @throws IllegalStateException if the group is going down, or is full and refuses more
  public <T> Task<T> start(String label, Callable<T> task) {
    CarriedValues values = CarriedValues.of(carried);
    lock.lock();
    try {
      requireOpen(label);
      if (awaitRoom(label)) {
        return launch(label, task, values);
      }
    } finally {
      lock.unlock();
    }
    Task<T> inside = new Task<>(name + "-" + label, task, _ -> {});
    inside.run();
    return inside;
  }

  /// Runs a task again and again, `interval` from start to start, the first time at once. A run
  /// that takes longer is reported and delays the next one; runs never overlap. An exception is
  /// logged and does not end the timer.
  ///
  /// @param label what the task does, for the name of its threads
  /// @param interval time between two starts; positive
  /// @param task what to run
  /// @return the timer, to stop it alone
  /// @throws IllegalStateException if the group is going down
  /// @throws IllegalArgumentException if the interval is not positive
  public LoopingCall<?> addTimer(String label, Duration interval, Runnable task) {
    LoopingCall<Object> timer = LoopingCall.fixedInterval(label, interval, _ -> task.run());
    addTimer(timer.onException(OnException.CONTINUE));
    return timer;
  }

  /// Starts a looping call of any kind as a timer of this group. It leaves the group when it ends.
  ///
  /// @param timer a call that is not running
  /// @throws IllegalStateException if the group is going down, or the call runs already
  public void addTimer(LoopingCall<?> timer) {
    add(timer);
  }

  Loop<?> add(LoopingCall<?> timer) {
    Loop.Host host = new Loop.Host(clock, CarriedValues.of(carried), this::left);
    lock.lock();
    try {
      requireOpen(timer.name());
      Loop<?> loop = timer.prepare(host, name + "-" + timer.name());
      timers.add(loop);
      loop.start();
      return loop;
    } finally {
      lock.unlock();
    }
  }

  /// The timers that have not ended.
  ///
  /// @return a copy, in the order in which they were added
  public List<LoopingCall<?>> timers() {
    lock.lock();
    try {
      return timers.stream().<LoopingCall<?>>map(Loop::call).toList();
    } finally {
      lock.unlock();
    }
  }

  /// The tasks that have not ended.
  ///
  /// @return a copy, in the order in which they were started
  public List<Task<?>> tasks() {
    lock.lock();
    try {
      return List.copyOf(tasks);
    } finally {
      lock.unlock();
    }
  }

  /// The tasks and the runs of timers that are under way.
  @Override
  public List<WorkInFlight> inFlight() {
    lock.lock();
    try {
      return Stream.concat(tasks.stream().map(Task::inFlight), timers.stream().map(Loop::inFlight))
          .flatMap(Optional::stream)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /// Ends the timers after the runs they are in; the group goes on and accepts new ones.
  public void stopTimers() {
    lock.lock();
    try {
      List.copyOf(timers).forEach(TaskGroup::end);
    } finally {
      lock.unlock();
    }
  }

  /// Accepts nothing new, ends the timers after the run they are in, and waits for the tasks.
  ///
  /// @param deadline how long to wait at most
  /// @return the names of the tasks that still run, empty if all have ended
  /// @throws InterruptedException if the calling thread is interrupted; the group stays draining
  public List<String> drain(Deadline deadline) throws InterruptedException {
    lock.lock();
    try {
      if (state == State.OPEN) {
        state = State.DRAINING;
        stopTimers();
        changed.signalAll();
      }
      return awaitOthers(deadline);
    } finally {
      lock.unlock();
    }
  }

  /// Accepts nothing new and interrupts everything that runs, but for the calling task. A task
  /// whose body was not entered yet never runs.
  public void stop() {
    List<Task<?>> running;
    lock.lock();
    try {
      state = State.STOPPED;
      stopTimers();
      timers.forEach(Loop::interrupt);
      running = List.copyOf(tasks);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    // Outside the lock, because one that has not begun calls its links here.
    running.forEach(Task::stop);
  }

  /// Waits until nothing of the group runs, but for the calling task.
  ///
  /// @param deadline how long to wait at most
  /// @return the names of what still runs, empty if all has ended
  /// @throws InterruptedException if the calling thread is interrupted
  public List<String> awaitStopped(Deadline deadline) throws InterruptedException {
    lock.lock();
    try {
      return awaitOthers(deadline);
    } finally {
      lock.unlock();
    }
  }

  /// Makes a group that has gone down usable again, for a service that is started a second time.
  ///
  /// @throws IllegalStateException if something of it still runs
  public void reopen() {
    lock.lock();
    try {
      List<String> alive = others().toList();
      if (!alive.isEmpty()) {
        throw new IllegalStateException("still running in " + name + ": " + alive);
      }
      state = State.OPEN;
    } finally {
      lock.unlock();
    }
  }

  private <T> Task<T> launch(String label, Callable<T> body, CarriedValues values) {
    Task<T> task = new Task<>(name + "-" + label, body, this::left);
    Thread thread = threads.newThread(() -> values.run(task::run));
    thread.setName(task.name());
    tasks.add(task);
    boolean started = false;
    try {
      thread.start();
      started = true;
    } finally {
      if (!started) {
        tasks.remove(task);
      }
    }
    return task;
  }

  // Returns false if the caller, a task of this group, has to run the new task itself.
  private boolean awaitRoom(String label) {
    while (tasks.size() >= mostTasks) {
      switch (whenFull) {
        case REFUSE ->
            throw new IllegalStateException(
                name + " has " + mostTasks + " tasks, its limit, and starts no " + label);
        case BLOCK -> {
          if (tasks.stream().anyMatch(task -> task.isRunBy(Thread.currentThread()))) {
            return false;
          }
          awaitChange(label);
          requireOpen(label);
        }
      }
    }
    return true;
  }

  private void awaitChange(String label) {
    try {
      changed.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + label + " waited for room in " + name);
    }
  }

  private void requireOpen(String label) {
    if (state != State.OPEN) {
      throw new IllegalStateException(name + " is going down and starts no " + label);
    }
  }

  private void left(Task<?> task) {
    left(() -> tasks.remove(task));
  }

  private void left(Loop<?> timer) {
    left(() -> timers.remove(timer));
  }

  private void left(Runnable removal) {
    lock.lock();
    try {
      removal.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static <T> void end(Loop<T> timer) {
    timer.end(new Outcome.Stopped<>());
  }

  private List<String> awaitOthers(Deadline deadline) throws InterruptedException {
    while (others().findAny().isPresent() && !deadline.passed()) {
      changed.awaitNanos(deadline.remaining().toNanos());
    }
    return others().toList();
  }

  // Does no work for those behind the first that are not looked at: it is asked at every end.
  private Stream<String> others() {
    Thread self = Thread.currentThread();
    return Stream.concat(
        timers.stream().filter(timer -> !timer.isRunBy(self)).map(Loop::name),
        tasks.stream().filter(task -> !task.isRunBy(self)).map(Task::name));
  }
}
